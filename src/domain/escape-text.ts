import { safe, SAFE_LIMIT } from './safe-text.ts';

const HTML: Readonly<Record<string, string>> = {
  '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;', '=': '&#61;',
};

/** Text or quoted attribute value of an HTML page. Never the place of a URL, a script or a style. */
export const forHtml = (text: string, limit: number = SAFE_LIMIT): string =>
  safe(text, limit).replace(/[&<>"'`=]/g, (char) => HTML[char] ?? char);

/**
 * Running text or a table cell of a Markdown page (CommonMark and GFM): no link, image, code, table cell, heading,
 * list, raw HTML or bare address comes to life.
 */
export function forMarkdown(text: string, limit: number = SAFE_LIMIT): string {
  return safe(text, limit)
    .replace(/[\\`*_{}[\]()!|~$#@^]/g, '\\$&')
    .replace(/[&<>]/g, (char) => HTML[char] ?? char)
    .replace(/:(?=\/\/)|(?<=\bwww)\./gi, '\\$&')
    .replace(/\b(?:mailto|xmpp)(?=:)/gi, '$&\\')
    .replace(/^ /, '&#32;')
    .replace(/^[-+=:]/, '\\$&')
    .replace(/^(\d+)\./, '$1\\.');
}

/** One cell of a CSV table, quoted; a cell that a spreadsheet would run as a formula gets a leading quote mark. */
export function forCsv(text: string, limit: number = SAFE_LIMIT): string {
  const cell = safe(text, limit).replaceAll('"', '""');
  return /^[\s"']*[=+\-@|＝＋－＠]/.test(cell) ? `"'${cell}"` : `"${cell}"`;
}
