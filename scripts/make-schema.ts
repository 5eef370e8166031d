// Writes schema/*.schema.json from the zod schemas they are made of: node --import tsx scripts/make-schema.ts
import { writeFileSync } from 'node:fs';
import { PUBLIC_SCHEMAS } from '../test/support/public-schemas.ts';

for (const [name, text] of PUBLIC_SCHEMAS) {
  writeFileSync(new URL(`../schema/${name}.schema.json`, import.meta.url), text);
}
