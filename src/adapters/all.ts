/** Every real body a run needs, in one place to load: thirteen small files cost more to open than to read. */
export { baselineFiles } from './baseline-files.ts';
export { diskFiles } from './disk-files.ts';
export { diskRules } from './disk-rules.ts';
export { feedFiles } from './feed-files.ts';
export { feedSource } from './feed-source.ts';
export { fileJournals } from './file-journals.ts';
export { openLocks } from './file-lock.ts';
export { findHomes } from './homes.ts';
export { openLogSources } from './log-sources.ts';
export { loopbackNet } from './loopback-net.ts';
export { lowdbKnowledge } from './lowdb-knowledge.ts';
export { lookAtMachine } from './machine.ts';
export { memoryJournals } from './memory-journals.ts';
export { surroundings } from './surroundings.ts';
export { ulidIds } from './ulid-ids.ts';
export { yamlLoader } from './yaml-loader.ts';
