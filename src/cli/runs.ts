/** What commands do, in one place to load: thirteen small files cost more to open than to read. */
export * from './run-ask.ts';
export * from './run-baseline.ts';
export * from './run-context.ts';
export * from './run-demo.ts';
export * from './run-doctor.ts';
export * from './run-incidents.ts';
export * from './run-intel.ts';
export * from './run-knowledge.ts';
export * from './run-parse.ts';
export * from './run-replay.ts';
export * from './run-report.ts';
export * from './run-resume.ts';
export * from './run-rules.ts';
export * from './run-sessions.ts';
export * from './run-triage.ts';
export * from './run-verify.ts';
export * from './completion-script.ts';
