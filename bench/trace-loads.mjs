// `node --import ./bench/trace-loads.mjs …` appends the address of each module that is loaded to the file $TRACE_LOADS.
import { appendFileSync } from 'node:fs';
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) register(import.meta.url);

export async function load(url, context, nextLoad) {
  appendFileSync(process.env.TRACE_LOADS, `${url}\n`);
  return nextLoad(url, context);
}
