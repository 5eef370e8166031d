// `node scripts/warm-code.cjs ARGS…` runs the built program with the arguments and keeps the code V8 compiled for it
// beside the bundle, for the next starts.
'use strict';
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const load = require('../bin/load.js');

const bundle = join(__dirname, '..', 'dist', 'main.cjs');
const { exports: program, script } = load(bundle);
process.on('exit', () => writeFileSync(`${bundle}.cache`, script.createCachedData()));
program.main();
