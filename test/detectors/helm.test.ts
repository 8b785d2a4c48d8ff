import { expect, test } from 'vitest';
import { workload } from '../../src/detectors/workload.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { yaml } from '../../src/readers/yaml.ts';
import { documentOf, rules } from './world.ts';

const found = (text: string, file = 'chart/values-prod.yaml'): Evidence[] => [
  ...workload(documentOf(yaml, file, text), rules),
];

test('the image of a chart is a workload, with its account and what it is handed', () => {
  const text = `image:
  registry: ghcr.io
  repository: acme/triage
  tag: "1.2"
serviceAccount:
  name: triage
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::123456789012:role/triage
extraEnvVars:
  - name: MINDFUL_API_KEY
    valueFrom:
      secretKeyRef: { name: ai, key: mindful }
`;
  const whose = { folder: null, image: 'ghcr.io/acme/triage' };
  expect(found(text)).toMatchObject([
    { kind: 'variable', name: 'MINDFUL_API_KEY', ref: 'secret:ai/mindful', whose },
    { kind: 'workload', name: 'chart', image: 'ghcr.io/acme/triage:1.2', whose },
    { kind: 'identity', name: 'k8s:sa/triage', whose },
    { kind: 'identity', name: 'aws:arn:aws:iam::123456789012:role/triage', whose },
  ]);
});

test('a part of a chart has an image, an account and variables of its own', () => {
  const text = `image: { repository: acme/web }
worker:
  image: { repository: acme/worker }
  serviceAccount: { name: worker }
  env: { MINDFUL_API_KEY: x }
`;
  expect(found(text)).toMatchObject([
    { kind: 'variable', whose: { image: 'acme/worker' } },
    { kind: 'workload', name: 'chart', whose: { image: 'acme/web' } },
    { kind: 'workload', name: 'worker', whose: { image: 'acme/worker' } },
    { kind: 'identity', name: 'k8s:sa/worker', whose: { image: 'acme/worker' } },
  ]);
});

test('an account without a name is none, and an image that is decided later is nobody', () => {
  const text = `image: { repository: "\${REGISTRY}/triage" }\nserviceAccount: { create: true, name: "" }\n`;
  const [one, ...others] = found(text);
  expect(one).toMatchObject({ kind: 'workload' });
  expect(one?.whose).toBeUndefined();
  expect(others).toEqual([]);
});

test('only values are of a chart', () => {
  expect(found('image: { repository: acme/web }\n', 'chart/settings.yaml')).toEqual([]);
});
