import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PUBLIC_SCHEMAS } from '../support/public-schemas.ts';

test.each(PUBLIC_SCHEMAS)('schema/%s.schema.json says what the code says', (name, text) => {
  const kept = readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), 'utf8');
  expect(kept).toBe(text);
});
