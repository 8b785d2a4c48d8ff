import { expect, test } from 'vitest';
import { jenkinsfile } from '../../src/readers/jenkinsfile.ts';
import { shown, took } from './entries.ts';

const read = (text: string) => shown(jenkinsfile.read(text, 'Jenkinsfile'));

test('a script is found in every quoting', () => {
  const text = `steps {
  sh 'one'
  sh "two \\"2\\""
  sh '''
    three
      four
  '''
  sh(script: """four""", returnStdout: true)
  sh(returnStatus: true, script: 'five')
  bat 'six'
}
`;
  expect(read(text)).toEqual([
    'steps.0.sh = "one" @ 2:7',
    'steps.1.sh = "two \\"2\\"" @ 3:7',
    'steps.2.sh = "three\\n  four" @ 5:5',
    'steps.3.sh = "four" @ 8:17',
    'steps.4.sh = "five" @ 9:35',
    'steps.5.bat = "six" @ 10:8',
  ]);
});

test('comments, other words and other calls hold no script', () => {
  expect(read("// sh 'a'\n/* sh 'b' */\npush 'c'\nsh script\nsharp('d')\n")).toEqual([]);
});

test('credentials are kept by the name they have in the store', () => {
  const text = `environment { KEY = credentials('claude-key') }
withCredentials([string(credentialsId: 'other', variable: 'X')]) { }
`;
  expect(read(text)).toEqual(['environment.KEY.from_secret = "claude-key" @ 1:15', 'credentials.0 = "other" @ 2:25']);
});

test('what starts it is named', () => {
  expect(read("triggers { cron('H 3 * * *')\n pollSCM('@daily') }")).toEqual([
    'triggers.cron = "" @ 1:12',
    'triggers.pollSCM = "" @ 2:2',
  ]);
});

test('a hostile file is read in time, whatever is never closed', () => {
  for (const piece of ['/*', "sh '''", 'sh(', "sh(script: 'x", 'cron (', 'sh "\\'])
    expect(took(() => jenkinsfile.read(piece.repeat(40_000), 'Jenkinsfile'))).toBeLessThan(8000);
});
