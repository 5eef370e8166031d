import type { WebEvent } from '../../domain/event.ts';
import type { Telling } from '../trail.ts';
import { telling, timeOf } from '../trail.ts';
import { DAY } from '../attempts.ts';
import { siteOf } from './site-pages.ts';

/** Uploads remembered, newest last. */
const UPLOADS = 64;
/** A script that was uploaded is used soon. */
const AFTER_UPLOAD = DAY;

const UPLOAD = /upload|async-upload|file-?manager|elfinder|connector|plugin-install|plugin-editor|theme-editor|update\.php|import|attach|avatar|media|fckeditor|ckfinder|kcfinder|dropzone|plupload|install|deploy|manager\/html/;
/** Folders for files of users, where no script belongs. */
const FILES = /\/(?:uploads?|userfiles?|files|images?|img|attachments?|avatars?|tmp|temp|upload_?files|pictures|photos|documents|\.well-known|fonts)\//;
const PLUGIN_SCRIPT = /\/wp-content\/(?:plugins|themes)\/[^/]{1,80}\/[^/]{1,80}\.php$/;
const COMMAND = /[?&](?:cmd|command|exec|execute|shell|run|pass|payload|code|eval|c|x|q|0|do|cmdline|system)=/;

/** What speaks for a script being a shell. */
export type ShellMark = 'named' | 'uploaded' | 'amongFiles' | 'commanded' | 'differs' | 'posted';

export interface Upload {
  readonly site: string;
  readonly source: string;
  readonly time: number;
  readonly line: Telling;
}

/** Remembers a request that may have left a file on the site. */
export function noteUpload(uploads: Upload[], event: WebEvent, path: string, detach: (text: string) => string): void {
  const sent = event.method === 'PUT' || (event.method === 'POST' && UPLOAD.test(path + event.uri.slice(0, 200).toLowerCase()));
  if (!sent || event.source === null) return;
  uploads.push({ site: detach(siteOf(event)), source: detach(event.source), time: timeOf(event), line: telling(event) });
  if (uploads.length > UPLOADS) uploads.shift();
}

/** The newest upload by the same source, else by anybody, at this site within a day before. */
export function uploadBefore(uploads: readonly Upload[], event: WebEvent): Upload | null {
  const site = siteOf(event);
  const recent = uploads.filter((upload) =>
    upload.site === site && upload.line.line !== event.line && !(timeOf(event) - upload.time > AFTER_UPLOAD));
  return recent.findLast((upload) => upload.source === event.source) ?? recent.at(-1) ?? null;
}

export interface Seen {
  readonly path: string;
  readonly upload: Upload | null;
  readonly family: string | null;
}

export function marksOf(event: WebEvent, { path, upload, family }: Seen): ReadonlySet<ShellMark> {
  const marks = new Set<ShellMark>();
  const strange = FILES.test(path);
  if (family === 'web-shell') marks.add('named');
  if (strange) marks.add('amongFiles');
  if (event.method === 'PUT' || (upload && (strange || PLUGIN_SCRIPT.test(path)))) marks.add('uploaded');
  const takesCommands = COMMAND.test(event.uri.toLowerCase());
  if (takesCommands && (family === 'cmdi' || strange || marks.has('named'))) marks.add('commanded');
  if (event.method === 'POST') marks.add('posted');
  return marks;
}

/** Whether a request makes its script worth watching at all. */
export const tells = (marks: ReadonlySet<ShellMark>): boolean =>
  marks.has('named') || marks.has('uploaded') || marks.has('amongFiles') || marks.has('commanded');
