import { openDetach } from '../../domain/detach.ts';
import type { FileEvent, SystemEvent } from '../../domain/event.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import type { ActStories } from '../host/act-story.ts';
import { openActStories } from '../host/act-story.ts';
import { plantedAct } from '../host/planted-files.ts';
import type { PackageProof } from '../package-proof.ts';
import { openPackageProof } from '../package-proof.ts';
import { HOST_ACTS } from '../record-acts.ts';
import { timeOf } from '../trail.ts';

export const plantedFile: Detector = {
  name: 'planted-file',
  looksFor: 'files changed that run or open something later, rights of owners given, modules loaded, logs removed',
  kinds: ['file', 'system', 'package'],
  open: openPlantedFile,
};

function openPlantedFile(): DetectorRun {
  const stories = openActStories(openDetach());
  const packages = openPackageProof();
  return {
    on(event) {
      if (event.kind === 'package') packages.note(event);
      else if (event.forged !== null) return;
      else if (event.kind === 'file') noteFile(stories, packages, event);
      else if (event.kind === 'system' && event.action === 'other') noteModule(stories, packages, event);
    },
    drain(emit) {
      for (const draft of stories.drafts(plantedFile.name)) emit(draft);
    },
    evicted: () => stories.evicted(),
  };
}

function noteFile(stories: ActStories, packages: PackageProof, event: FileEvent): void {
  const act = plantedAct(event);
  if (!act || packages.explains(event.host, timeOf(event))) return;
  const path = event.action === 'rename' ? event.newPath ?? event.target : event.target;
  stories.tell(event, act, { user: event.user, source: null, system: false, parent: null }, {
    shown: event.executable === null ? null : `${event.executable} on ${path ?? ''}`, target: path,
  });
}

/** Drivers that are built on the host are unsigned by nature. */
const BUILT_HERE = /^(?:nvidia\w*|zfs|spl|zcommon|znvpair|zunicode|zavl|icp|vbox\w*|vmmon|vmnet|wl|wireguard|v4l2loopback|r8168|rtl\w*|8\w+au|evdi|acpi_call|falcon\w*|falco|scap|sysdig\w*|dattobd|virtio\w*|tuxedo\w*|openafs|lustre|mlx\w*|lnet)$/;

function noteModule(stories: ActStories, packages: PackageProof, event: SystemEvent): void {
  const unsigned = event.command === HOST_ACTS.unsignedModule;
  const byPerson = event.command === HOST_ACTS.module && event.user !== null;
  if ((!unsigned && !byPerson) || BUILT_HERE.test(event.target ?? '') || packages.explains(event.host, timeOf(event))) return;
  stories.tell(event, {
    family: 'kernel-module', category: 'persistence', severity: byPerson ? 'medium' : 'low', attack: { tactic: 'persistence', technique: 'T1547.006' },
    did: unsigned ? 'loaded a kernel module that nobody signed' : 'loaded a kernel module', benign: 'A driver that was built on this host.',
  }, { user: event.user, source: null, system: false, parent: null }, { shown: null, target: event.target });
}
