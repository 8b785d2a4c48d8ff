// What `npm ci` ends with in a clone. `npm install -g` from git, by which pre-commit installs a hook, comes here without
// the packages that a build needs (npm/cli#8440): then they are installed first, as the lock file has them.
import { execSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (!existsSync('node_modules/typescript')) {
  run('npm ci --global=false --include=dev --ignore-scripts --no-audit --no-fund');
}
run('npm run build');
run('node dist/dev/estate.js');

/** @param {string} command */
function run(command) {
  execSync(command, { stdio: 'inherit' });
}
