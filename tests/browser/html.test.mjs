// The Nu HTML checker over every page of the built site: no error and no warning.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import test from 'node:test';
import { promisify } from 'node:util';
import vnu from 'vnu-jar';
import { pages, site } from './site.mjs';

const run = promisify(execFile);

test('the Nu HTML checker finds no error and no warning on any page', async () => {
  const files = await pages();
  assert.ok(files.length > 20, 'the site is built: cargo run --release -- build');
  const options = { maxBuffer: 64 * 1024 * 1024 };
  const result = await run('java', ['-jar', vnu, '--format', 'json', '--exit-zero-always', '--skip-non-html', site], options);
  const { messages } = JSON.parse(result.stderr);
  const told = messages.map(({ type, subType, url, lastLine, message, extract }) =>
    `${url}:${lastLine}: ${subType ?? type}: ${message}\n    ${extract?.trim()}`);
  assert.deepEqual(told, []);
});
