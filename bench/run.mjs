// `npm run bench [names…]`: the measurements named, or best, quote and allocate, one after the other, each in a process of its own.
//
// The sources are compiled first, file by file as the build does, into .cache/bench/: tsx, which runs the tests, wraps functions to keep their
// names, and where microseconds are measured that is seen.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import typescript from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const output = join(root, '.cache/bench');
const compilerOptions = {
  target: typescript.ScriptTarget.ES2022,
  module: typescript.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
};

const names = argv.length > 2 ? argv.slice(2) : ['best', 'quote', 'allocate'];
compile();
for (const name of names) {
  const { status } = spawnSync(execPath, [join(output, 'bench', `${name}.js`)], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status) process.exitCode = 1;
}

function compile() {
  rmSync(output, { recursive: true, force: true });
  for (const folder of [
    'src/money',
    'src/model',
    'src/conditions',
    'src/benefits',
    'src/engine',
    'src/protocol',
    'src/server',
    'bench',
  ]) {
    for (const file of readdirSync(join(root, folder), { recursive: true })) {
      if (!file.endsWith('.ts') || file.includes('node_modules')) continue;
      const source = readFileSync(join(root, folder, file), 'utf8');
      const target = join(output, folder, file.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, typescript.transpileModule(source, { compilerOptions }).outputText);
    }
  }
}
