import type { CliCommand } from '../host.ts';
import { ask } from './ask.ts';
import { baseline } from './baseline.ts';
import { completion } from './completion.ts';
import { context } from './context.ts';
import { demo } from './demo.ts';
import { doctor } from './doctor.ts';
import { incidents } from './incidents.ts';
import { intel } from './intel.ts';
import { knowledge } from './knowledge.ts';
import { parse } from './parse.ts';
import { replay } from './replay.ts';
import { report } from './report.ts';
import { resume } from './resume.ts';
import { rules } from './rules.ts';
import { sessions } from './sessions.ts';
import { triage } from './triage.ts';
import { verify } from './verify.ts';

/** In the order of help: the main job first. */
export const COMMANDS: readonly CliCommand[] = [
  triage,
  parse,
  ask,
  report,
  replay,
  verify,
  resume,
  sessions,
  incidents,
  intel,
  rules,
  baseline,
  context,
  knowledge,
  doctor,
  demo,
  completion,
];
