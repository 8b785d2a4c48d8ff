import { expect, test } from 'vitest';
import { workload } from '../../src/detectors/workload.ts';
import { json } from '../../src/readers/json.ts';
import { documentOf, rules } from './world.ts';

const found = (definition: unknown) => [
  ...workload(documentOf(json, 'deploy/task.json', JSON.stringify(definition)), rules),
];

test('a task of Amazon ECS: its image, the role it has and the secrets it is handed', () => {
  const whose = { folder: null, image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/triage' };
  const evidence = found({
    family: 'triage',
    taskRoleArn: 'arn:aws:iam::123456789012:role/triage',
    executionRoleArn: 'arn:aws:iam::123456789012:role/starter',
    containerDefinitions: [
      {
        name: 'app',
        image: `${whose.image}:1.2`,
        secrets: [{ name: 'MINDFUL_API_KEY', valueFrom: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:ai' }],
      },
    ],
  });
  expect(evidence).toMatchObject([
    {
      kind: 'variable',
      name: 'MINDFUL_API_KEY',
      ref: 'aws:arn:aws:secretsmanager:eu-west-1:123456789012:secret:ai',
      whose,
    },
    { kind: 'workload', name: 'app', whose },
    { kind: 'identity', name: 'aws:arn:aws:iam::123456789012:role/triage', whose },
  ]);
  expect(evidence).toHaveLength(3);
});

test('the role of several containers is that of none alone', () => {
  const [, , role] = found({
    taskRoleArn: 'arn:aws:iam::123456789012:role/shared',
    containerDefinitions: [{ image: 'acme/a' }, { image: 'acme/b' }],
  });
  expect(role).toMatchObject({ kind: 'identity' });
  expect(role?.whose).toBeUndefined();
});
