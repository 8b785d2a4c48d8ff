import type { Context } from '../model/evidence.ts';

/** Folder names that say what stands in them, first match wins. */
const folders: readonly (readonly [Context, ReadonlySet<string>])[] = [
  [
    'test',
    new Set(
      'test tests __tests__ spec specs testing e2e __mocks__ mocks fixtures __fixtures__ testdata test-data cypress integration-tests unit-tests testutil testutils benches'.split(
        ' ',
      ),
    ),
  ],
  [
    'vendored',
    new Set(
      'node_modules vendor vendors vendored third_party third-party bower_components site-packages .venv venv'.split(
        ' ',
      ),
    ),
  ],
  ['generated', new Set('dist build .next .nuxt .output .svelte-kit __generated__ generated __pycache__'.split(' '))],
  ['docs', new Set('docs doc documentation'.split(' '))],
  [
    'example',
    new Set(
      'examples example _examples _example samples sample demo demos cookbook cookbooks tutorial tutorials quickstart quickstarts playground'.split(
        ' ',
      ),
    ),
  ],
];

const files: readonly (readonly [Context, RegExp])[] = [
  [
    'test',
    /(?:^|\.)(?:test|spec|e2e)\.[cm]?[jt]sx?$|^(?:test_.*|.*_test|tests?|conftest)\.py$|_test\.go$|^(?:tests?|.*_tests?|test_.*)\.rs$/,
  ],
  [
    'generated',
    /[.-]min\.[cm]?js$|\.(?:generated|gen|bundle)\.[cm]?[jt]sx?$|_pb2(?:_grpc)?\.py$|\.pb(?:\.gw)?\.go$|\.d\.[cm]?ts$|\.(?:g|designer|generated)\.cs$|\.map$|(?:^|-)lock\.(?:json|yaml)$|\.lock$/,
  ],
  ['docs', /^(?!(?:.*requirements|constraints).*\.txt$).*\.(?:md|mdx|mdc|rst|adoc|txt|html?)$/],
];

/** Where packages of the JVM begin: the folders below spell names (`com.example.demo`), and say nothing of what stands in them. */
const sourceRoot = /(?:^|\/)src\/\w{1,60}\/(?:java|kotlin|scala|groovy)\//;
/** Source sets of Gradle that are tests: `src/androidTest`, `src/testFixtures`. */
const testSet = /(?:^|\/)src\/(?:[a-z]\w{0,40}Tests?|test[A-Z]\w{0,40}|it)\//;

/**
 * What kind of file it is, by its path and its first lines. Decided once, and carried by every witness in it. `marks`: false
 * where a comment has no say, for whoever writes the file writes that too.
 */
export function contextOf(path: string, text: string, marks = true): Context {
  const root = sourceRoot.exec(path);
  const segments = (root ? path.slice(0, root.index + root[0].length) : path).toLowerCase().split('/');
  segments.pop();
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (testSet.test(path)) return 'test';
  for (const [context, names] of folders) if (segments.some((segment) => names.has(segment))) return context;
  // `service-test`, `Shop.Tests`, `Shop.IntegrationTests`; `OrderTests.cs`.
  if (segments.some((segment) => /(?:[-_]|\.(?:unit|integration|functional|acceptance|e2e)?)tests?$/.test(segment)))
    return 'test';
  if (/[a-z0-9_]Tests?\.(?:cs|php|java|kt)$/.test(path) && !/(?:^|\/)src\/main\//.test(path)) return 'test';
  if (isWorkflowPage(path)) return text.startsWith('---') ? 'production' : 'docs';
  if (isCompiledPage(path, text)) return 'generated';
  for (const [context, pattern] of files) if (pattern.test(name) && !isProgram(name, text)) return context;
  // Configuration that a tool wrote is what runs; generated code repeats what its source says.
  const code = !/\.(?:ya?ml|json|toml)$/.test(name);
  return marks && code && /@generated|\bDO NOT EDIT\b/.test(text.slice(0, 400)) ? 'generated' : 'production';
}

/** A page with a script of its own is a program, not a text. */
function isProgram(name: string, text: string): boolean {
  return /\.html?$/.test(name) && /<script\b(?![^>]{0,1000}\bsrc\s{0,9}=)/i.test(text);
}

/** A workflow may be written as a page of Markdown, with its settings in front. */
function isWorkflowPage(path: string): boolean {
  return /(?:^|\/)\.github\/workflows\/[^/]+\.md$/i.test(path);
}

/** What is compiled from such a page says so at its head. */
function isCompiledPage(path: string, text: string): boolean {
  return /(?:^|\/)\.github\/workflows\/[^/]+\.lock\.ya?ml$/i.test(path) && /\bgh[- ]aw\b/.test(text.slice(0, 4000));
}
