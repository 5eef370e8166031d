/** What commands do, in one place to load: thirteen small files cost more to open than to read. */
export * as ask from './run-ask.ts';
export * as context from './run-context.ts';
export * as demo from './run-demo.ts';
export * as doctor from './run-doctor.ts';
export * as incidents from './run-incidents.ts';
export * as knowledge from './run-knowledge.ts';
export * as parse from './run-parse.ts';
export * as replay from './run-replay.ts';
export * as report from './run-report.ts';
export * as resume from './run-resume.ts';
export * as sessions from './run-sessions.ts';
export * as triage from './run-triage.ts';
export * as verify from './run-verify.ts';
export * as completion from './completion-script.ts';
