import { readFile } from 'node:fs/promises';
import type { AsnResponse, CityResponse } from 'mmdb-lib';
import { Reader } from 'mmdb-lib';
import * as z from 'zod';
import { fail, ok } from '../domain/result.ts';
import type { OpenGeo, Whereabouts } from '../ports/geo.ts';
import { codeOf } from './system-error.ts';

const said = z.string().optional().catch(undefined);
const names = z.object({ en: said }).optional().catch(undefined);
/** Databases of other makers leave parts out, or give them other forms: what does not fit is not told. */
const placeSchema = z.object({
  country: z.object({ names, iso_code: said }).optional().catch(undefined), city: z.object({ names }).optional().catch(undefined),
  autonomous_system_number: z.number().optional().catch(undefined), autonomous_system_organization: said,
}).nullable();

/** A database of cities, countries or networks, read whole: the usual ones are some 60 MB. */
export const openMmdb: OpenGeo = async (path) => {
  const bytes = await bytesOf(path);
  if (bytes === null) return fail(`${path} cannot be read`);
  try {
    const reader = new Reader<CityResponse & AsnResponse>(bytes);
    return ok((address) => {
      try {
        return whereabouts(placeSchema.parse(reader.get(address)));
      } catch {
        return null; // A damaged part of the database knows nothing of this address.
      }
    });
  } catch {
    // The library throws plain errors of many kinds for what is no database.
    return fail(`${path} is no database in the MaxMind form`);
  }
};

async function bytesOf(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (codeOf(error) === '') throw error;
    return null;
  }
}

function whereabouts(found: z.infer<typeof placeSchema>): Whereabouts | null {
  if (found === null) return null;
  const number = found.autonomous_system_number;
  return {
    country: found.country?.names?.en ?? found.country?.iso_code ?? null, city: found.city?.names?.en ?? null,
    network: number === undefined ? null : `AS${number} ${found.autonomous_system_organization ?? ''}`.trim(),
  };
}
