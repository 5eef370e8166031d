import type { ProcessEvent } from '../../domain/event.ts';
import { isServiceAccount } from '../account-names.ts';
import { SHELLS, shellWords } from '../shell-words.ts';
import { tellingCommand } from '../telling-commands.ts';
import type { Act } from './act-story.ts';

/** Of what sudo and su tell, that which tells as much of any process; the rest is everyday for programs. */
const TELLING = new Set([
  'log-cleared', 'history-cleared', 'logging-stopped', 'reverse-shell', 'miner', 'download-run', 'decoded-run', 'password-file', 'ssh-key', 'sudoers',
  'preload', 'loader-exploit', 'clock-set',
]);
/** Programs whose whole work is on logs, keys or hashes. */
const AT_THEIR_WORK = /\/(?:logrotate|savelog|unix_chkpwd|sshd|chpasswd|passwd|useradd|usermod|dpkg|rpm|cloud-init|puppet|chef-client|salt-minion)$/;
const WRITABLE = /^\/(?:tmp|var\/tmp|dev\/shm|run\/shm)\//;
const HIDDEN = /^\/(?:tmp|var\/tmp|dev\/shm|run\/shm)\/(?:[^/]+\/)*\.(?!mount_|X11|ICE|font|XIM|Test|ansible|cache)[^/]/;
/** What installers and builders unpack there by themselves. */
const UNPACKED = /^\/(?:var\/)?tmp\/(?:ansible|go-build|pip-|npm-|cargo|rustc?|snap|dracut|mkinitramfs|apt-|dpkg|rpm-tmp|\.mount_|_MEI|cc[\w]{6}|tmp[\w.]{6,12}\/(?:build|venv)|yarn|bazel|buildroot|jenkins|vscode|code-|jna|hsperf|user\/|systemd-private|clr-debug|\.dotnet|makepkg|yay|gitlab-runner|packer|kitchen|vagrant)/;
const INTERPRETERS = /^(?:(?:ba|da|z|k|c|tc|a)?sh|python[\d.]*|perl|ruby|php[\d.]*|lua|node)$/;

const EXECUTION = { tactic: 'execution', technique: 'T1059.004' } as const;
const TEMPORARY: Act = {
  family: 'temporary-program', category: 'execution', severity: 'medium', attack: EXECUTION,
  did: 'ran a program from a folder anyone can write', benign: 'An installer or a build that unpacks itself there.',
};
const TEMPORARY_SCRIPT: Act = { ...TEMPORARY, severity: 'low', did: 'ran a script from a folder anyone can write' };
const HIDDEN_PROGRAM: Act = {
  ...TEMPORARY, family: 'hidden-program', severity: 'high', did: 'ran a hidden program from a folder anyone can write',
  attack: { tactic: 'defense-evasion', technique: 'T1564.001' }, benign: 'A program that keeps its own work folder hidden; rare.',
};
const SERVICE_SHELL: Act = {
  family: 'service-shell', category: 'web-shell', severity: 'medium', attack: { tactic: 'persistence', technique: 'T1505.003' },
  did: 'ran commands that look around or reach out', benign: 'An application that calls such programs by itself; ask who wrote it.',
};
const SERVICE_HELPER: Act = {
  ...SERVICE_SHELL, family: 'service-helper', category: 'execution', severity: 'info', did: 'started a shell',
  benign: 'Many applications call helpers through a shell.',
};
/** Looking around and reaching out: what somebody does first with a shell of a service. */
const SCOUTING = new Set([
  'id', 'whoami', 'uname', 'hostname', 'ifconfig', 'ip', 'netstat', 'ss', 'ps', 'w', 'who', 'last', 'find', 'lsof', 'curl', 'wget', 'nc', 'ncat', 'socat',
  'base64', 'crontab', 'gcc', 'chmod', 'ssh', 'scp', 'su', 'sudo', 'getent', 'script', 'nmap', 'ping', 'nohup', 'chattr',
]);

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** What a started program tells by itself; null where it tells nothing. */
export function processAct(event: ProcessEvent): Act | null {
  const { target, command } = event;
  if (event.action !== 'start' || (target !== null && AT_THEIR_WORK.test(target))) return null;
  const told = command === null ? null : tellingCommand(command);
  if (told && TELLING.has(told.family)) return told;
  return minerByName(event) ?? fromWritable(event) ?? byService(event);
}

/** A command that a schedule runs. */
export function jobAct(command: string): Act | null {
  const told = tellingCommand(command);
  if (told && ['reverse-shell', 'miner', 'decoded-run', 'download-run', 'history-cleared'].includes(told.family)) {
    return { ...told, severity: told.severity === 'medium' ? 'high' : told.severity, did: `has a scheduled job that ${told.did}` };
  }
  const [program = ''] = shellWords(command).words;
  if (!WRITABLE.test(program) || UNPACKED.test(program)) return null;
  return { ...TEMPORARY, category: 'persistence', attack: { tactic: 'persistence', technique: 'T1053.003' }, did: 'has a scheduled job that runs a program from a folder anyone can write' };
}

function minerByName({ target, program }: ProcessEvent): Act | null {
  const told = tellingCommand(baseName(target ?? program ?? ''));
  return told?.family === 'miner' ? told : null;
}

function fromWritable({ target, command, cwd }: ProcessEvent): Act | null {
  const program = absolute(target, cwd) ?? '';
  if (UNPACKED.test(program)) return null;
  if (WRITABLE.test(program)) return HIDDEN.test(program) ? HIDDEN_PROGRAM : TEMPORARY;
  return target === null || command === null ? null : scriptFromWritable(target, command);
}

function scriptFromWritable(target: string, command: string): Act | null {
  if (!INTERPRETERS.test(baseName(target))) return null;
  const script = shellWords(command).words.slice(1).find((word) => !word.startsWith('-')) ?? '';
  if (!WRITABLE.test(script) || UNPACKED.test(script)) return null;
  return HIDDEN.test(script) || script.startsWith('/dev/shm/') ? TEMPORARY : TEMPORARY_SCRIPT;
}

const absolute = (path: string | null, cwd: string | null): string | null =>
  (path?.startsWith('./') === true && cwd !== null ? `${cwd}/${path.slice(2)}` : path);

/** What a service's own account starts: nobody works under it. */
function byService({ target, command, user }: ProcessEvent): Act | null {
  if (user === null || !isServiceAccount(user) || target === null) return null;
  const shell = SHELLS.has(baseName(target));
  if (!shell && !SCOUTING.has(baseName(target))) return null;
  if (command === null || !shell) return shell ? SERVICE_HELPER : SERVICE_SHELL;
  const words = shellWords(command);
  const interactive = words.words.length === 1 || /^-i|\s-i(?:\s|$)/.test(command);
  return interactive || words.verbs.slice(1).some((verb) => SCOUTING.has(verb)) ? SERVICE_SHELL : SERVICE_HELPER;
}
