import { fileURLToPath } from 'node:url';
import type { Check } from '../quality.ts';
import { triaged } from './run-soc.ts';

const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));

/** The shipped story must come out as it was written, and a quiet day must stay quiet. */
export function fixtureChecks(): readonly Check[] {
  const story = triaged([fixture('demo')], ['--zone', 'UTC']);
  const incident = story.incidents[0];
  const severities = new Set(story.findings.filter(({ progress }) => progress === 'attempt').map(({ severity }) => severity));
  return [
    { name: 'demo: verdict', expected: ['incident', 'yes', 'critical'], got: [story.verdict, story.gotIn, story.severity] },
    { name: 'demo: one incident on web7', expected: [1, ['web7']], got: [story.incidents.length, incident?.hosts] },
    { name: 'demo: who', expected: [true, true], got: [incident?.sources.includes('203.0.113.9'), incident?.users.includes('deploy')] },
    { name: 'demo: attempts alone are low', expected: ['low'], got: [...severities] },
    { name: 'demo: every line understood', expected: 0, got: story.coverage.files.reduce((sum, { unparsed }) => sum + unparsed, 0) },
    { name: 'demo: every claim supported', expected: true, got: story.claims.length > 0 },
  ];
}
