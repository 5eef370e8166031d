#!/usr/bin/env node
'use strict';
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const { argv, env, versions } = process;
const [major, minor] = versions.node.split('.').map(Number);
const bundle = join(__dirname, '..', 'dist', 'main.cjs');

function refuse(why) {
  process.stderr.write(`soc: ${why}\n`);
  process.exitCode = 2;
}

// React picks its build by this when it loads.
env.NODE_ENV ??= 'production';

// chalk decides on colour when it loads, and knows FORCE_COLOR but not NO_COLOR.
if (env.NO_COLOR || env.TERM === 'dumb' || argv.includes('--no-color')) env.FORCE_COLOR = '0';

if (major < 20 || (major === 20 && minor < 19)) {
  refuse(`needs Node 20.19 or newer, this is ${versions.node}`);
} else if (!existsSync(bundle)) {
  refuse('dist/ is missing; run: npm run build');
} else {
  require('./load.js')(bundle).exports.main();
}
