import { expect, test } from 'vitest';
import { imageName } from '../../src/text/image.ts';

const digest = 'sha256:0fc253d9b1f1e985e770246498792f19dab08315c76ecf7361df51b5a404fea4';

test.each([
  ['ghcr.io/acme/triage', 'ghcr.io/acme/triage'],
  ['ghcr.io/acme/triage:1.2.3', 'ghcr.io/acme/triage'],
  [`ghcr.io/acme/triage:1@${digest}`, 'ghcr.io/acme/triage'],
  ['docker.io/library/python:3.12', 'python'],
  ['index.docker.io/acme/triage', 'acme/triage'],
  ['docker.io.evil.example/acme/triage', 'docker.io.evil.example/acme/triage'],
  ['localhost:5000/triage', 'localhost:5000/triage'],
  ['GHCR.io/Acme/Triage', 'ghcr.io/acme/triage'],
])('%s is compared as %s', (image, name) => {
  expect(imageName(image)).toBe(name);
});
