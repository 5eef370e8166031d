import { openDetach } from '../../domain/detach.ts';
import type { Event, PrivilegeEvent, ProcessEvent } from '../../domain/event.ts';
import { MINUTE, remember } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import type { Act, ActStories } from '../host/act-story.ts';
import { openActStories } from '../host/act-story.ts';
import { timeOf } from '../trail.ts';
import { tellingCommand } from '../telling-commands.ts';

/** A service that dies this soon after an attack on it may have died of it. */
const SOON = 2 * MINUTE;
/** Attackers remembered of the last minutes. */
const ATTACKERS = 8;

/** Programs that run with the rights of root for anybody: they do not crash in daily use. */
const SETUID = /^(?:su|sudo|sudoedit|pkexec|passwd|chsh|chfn|newgrp|gpasswd|mount|umount|fusermount3?|at|crontab|ping6?|polkit-agent-he|polkit-agent-helper-1|Xorg|exim4?|ssh-keysign|doas|snap-confine)$/;
/** Services that face the network, and how their kind of attack is told. */
const SERVICES: Readonly<Record<'web' | 'auth', RegExp>> = {
  web: /^(?:nginx|apache2|httpd|php-fpm[\d.]*|php\d[\d.]*-fpm|lighttpd|caddy|java|node|uwsgi|gunicorn|puma|tomcat\d*|haproxy|litespeed)(?:\.service)?$/,
  auth: /^(?:sshd|sshd-session|sshd-auth|ssh|dropbear|vsftpd|proftpd|pure-ftpd|smbd|exim4?|dovecot|imap-login|pop3-login|openvpn|charon|xrdp|ocserv)(?:\.service)?$/,
};

const CRASHED: Act = {
  family: 'setuid-crash', category: 'privilege-escalation', severity: 'medium', attack: { tactic: 'privilege-escalation', technique: 'T1068' },
  did: 'made a program crash that runs as root for anybody', benign: 'A faulty update or damaged memory; such programs hardly ever crash by themselves.',
};
const ENVIRONMENT: Act = {
  family: 'pkexec-environment', category: 'privilege-escalation', severity: 'medium', attack: { tactic: 'privilege-escalation', technique: 'T1068' },
  did: 'ran pkexec with an environment that it refused, as exploits of it do (CVE-2021-4034)', benign: 'A shell that is not listed in /etc/shells.',
};
const SERVICE_CRASH: Act = {
  family: 'service-crash', category: 'denial-of-service', severity: 'medium', attack: { tactic: 'impact', technique: 'T1499.004' },
  did: 'attacked a service that crashed right after', benign: 'A fault of the service that came at the same time by chance.',
};

interface Attack {
  time: number;
  readonly sources: string[];
}

export const crash: Detector = {
  name: 'crash',
  looksFor: 'crashes of programs that run as root, and of services just after an attack on them',
  kinds: ['process', 'privilege', 'web', 'auth'],
  open: openCrash,
};

function openCrash(): DetectorRun {
  const detach = openDetach();
  const stories = openActStories(detach);
  const attacks = { web: openAttack(), auth: openAttack() };
  return {
    on(event) {
      if (event.forged !== null) return;
      if (event.kind === 'process') noteCrash(stories, event, attacks);
      else if (event.kind === 'privilege') noteRefusal(stories, event);
      else if (event.suspicious && event.source !== null && (event.kind === 'web' || event.kind === 'auth')) {
        noteAttack(attacks[event.kind], event, event.source, detach);
      }
    },
    drain(emit) {
      for (const draft of stories.drafts(crash.name)) emit(draft);
    },
    evicted: () => stories.evicted(),
  };
}

const openAttack = (): Attack => ({ time: NaN, sources: [] });

// Four parameters on purpose: this runs for every attack line.
function noteAttack(attack: Attack, event: Event, source: string, detach: (text: string) => string): void {
  if (timeOf(event) - attack.time > SOON) attack.sources.length = 0;
  attack.time = timeOf(event);
  if (attack.sources[0] !== source) remember(attack.sources, source, ATTACKERS, detach);
}

/** The program that crashed; null where it ended otherwise. */
function crashed({ action, outcome, target, command }: ProcessEvent): string | null {
  return action === 'end' && outcome === 'failure' && target !== null && command !== 'out of memory' ? nameOf(target) : null;
}

const nameOf = (target: string): string => target.slice(target.lastIndexOf('/') + 1);

function noteCrash(stories: ActStories, event: ProcessEvent, attacks: Readonly<Record<'web' | 'auth', Attack>>): void {
  const name = crashed(event);
  if (name === null) return;
  const shown = `${name}${event.command === null ? '' : ` (${event.command})`}`;
  if (SETUID.test(name)) {
    stories.tell(event, CRASHED, { user: event.user, source: null, system: false, parent: null }, { shown, target: event.target });
    return;
  }
  const kind = SERVICES.web.test(name) ? 'web' : SERVICES.auth.test(name) ? 'auth' : null;
  if (kind === null) return;
  const attack = attacks[kind];
  const [only, ...others] = attack.sources;
  // With several attackers at once nobody can say whose it was.
  if (only === undefined || !(timeOf(event) - attack.time <= SOON)) return;
  const act: Act = others.length > 0 ? { ...SERVICE_CRASH, severity: 'low' } : SERVICE_CRASH;
  stories.tell(event, act, { user: null, source: only, system: false, parent: null }, { shown, target: event.target });
}

function noteRefusal(stories: ActStories, event: PrivilegeEvent): void {
  if (event.program !== 'pkexec' || event.action !== 'refused' || event.outcome !== 'failure') return;
  const known = event.command === null ? null : tellingCommand(event.command);
  const sure = known?.family === 'loader-exploit';
  stories.tell(event, sure ? { ...ENVIRONMENT, did: 'tried a known exploit of pkexec (CVE-2021-4034)' } : ENVIRONMENT, {
    user: event.user, source: null, system: false, parent: null,
  }, { shown: event.command, target: event.program });
}
