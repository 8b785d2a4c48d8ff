import type { Document } from '../model/document.ts';
import type { WorkloadEvidence } from '../model/evidence.ts';
import type { EntryFact } from '../model/fact.ts';
import { imageName } from '../text/image.ts';
import { isWorkflow } from '../text/workflow.ts';
import { evidenceBase } from './base.ts';
import { joined } from './manifests.ts';
import { type Step, stepsOf } from './steps.ts';

/** Images of one file that are looked at. */
const most = 50;

/** Actions that build an image: what `docker/build-push-action` does, and forks of it for other builders. */
const builder =
  /^(?:docker\/build-push-action|depot\/build-push-action|useblacksmith\/build-push-action|redhat-actions\/buildah-build)@/;
const namer = /^docker\/metadata-action@/;

/** `docker build -t NAME … FOLDER`, and the same of buildx, podman, nerdctl and buildah. */
const command = /\b(?:docker|podman|nerdctl)[ \t]+(?:buildx[ \t]+)?build\b|\bbuildah[ \t]+(?:bud|build)\b/;

/**
 * Images that a workflow builds, and the folders that they are built of: a manifest elsewhere that runs such an image runs
 * what stands in that folder.
 */
export function* imageBuild(document: Document): Iterable<WorkloadEvidence> {
  if (!isWorkflow(document.file)) return;
  const entries = document.facts.filter((fact) => fact.kind === 'entry');
  const steps = stepsOf(entries);
  const said = steps.flatMap((step) => (namer.test(textOf(step, 'uses')) ? listed(textOf(step, 'with.images')) : []));
  let count = 0;
  for (const step of steps) {
    for (const { at, names, context } of buildsIn(step, said)) {
      const folder = folderOf(context);
      for (const name of new Set(names.flatMap((one) => nameIn(one, step, document)))) {
        if (folder === null || count++ === most) continue;
        const base = evidenceBase(document, at.valueAt, { rule: 'workload', confidence: 'high', weight: 'mention' });
        const whose = { folder, image: name };
        yield { kind: 'workload', ...base, whose, name: '', image: name, build: folder, serves: false, triggers: [] };
      }
    }
  }
}

interface Build {
  readonly at: EntryFact;
  /** As written: `ghcr.io/acme/support:${{ github.sha }}`. */
  readonly names: readonly string[];
  readonly context: string;
}

function buildsIn(step: Step, said: readonly string[]): readonly Build[] {
  const uses = step.entries.get('uses');
  if (uses && builder.test(uses.value)) {
    const own = listed(textOf(step, 'with.tags') || textOf(step, 'with.image'));
    // What another step made up is what that step was told.
    const names = own.some((one) => /^\$\{\{\s*steps\./.test(one)) ? [...own, ...said] : own;
    return [{ at: uses, names, context: textOf(step, 'with.context') || '.' }];
  }
  const run = step.entries.get('run');
  if (!run || !command.test(run.value)) return [];
  return run.value
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n|&&|;/)
    .flatMap((line) => (command.test(line) ? { at: run, ...ofCommand(line) } : []));
}

function ofCommand(line: string): Omit<Build, 'at'> {
  const words = line.trim().match(/"[^"]{0,500}"|'[^']{0,500}'|[^\s"']+/g) ?? [];
  const plain = words.map((word) => word.replace(/^["']|["']$/g, ''));
  const names = plain.flatMap((word, at) => {
    if (word === '-t' || word === '--tag') return plain[at + 1] ?? [];
    return /^(?:-t=?|--tag=)(.+)$/.exec(word)?.[1] ?? [];
  });
  const last = plain.at(-1) ?? '';
  return { names, context: last.startsWith('-') || names.includes(last) ? '' : last };
}

/** A list of an input: one a line, or between commas. */
function listed(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** The folder that an image is built of, as a path of the repository; `null` where it is elsewhere or decided at run time. */
function folderOf(context: string): string | null {
  const plain = context.replace(/^\$\{\{\s*github\.workspace\s*\}\}\/?/, './').replace(/^\.\/+/, '');
  return plain === '' && context === '' ? null : joined('', plain === '' ? '.' : plain);
}

/** The name of an image without its tag, with what is known of the repository and of the workflow's variables put in. */
function nameIn(text: string, step: Step, { place }: Document): string[] {
  const [, owner = '', repository = ''] = /^[^/]+\/([^/]+)\/([^/]+)$/.exec(place) ?? [];
  const variables = new Map(step.inherited.flat().map(({ path, value }) => [String(path.at(-1)), value]));
  const put = (whole: string, name: string): string => {
    if (name === 'github.repository') return owner === '' ? whole : `${owner}/${repository}`;
    if (name === 'github.repository_owner') return owner || whole;
    return name.startsWith('env.') ? (variables.get(name.slice(4)) ?? whole) : whole;
  };
  const expression = /\$\{\{\s{0,9}([\w.]{1,100})\s{0,9}\}\}/g;
  const filled = text.replace(/\$\{(\w{1,100})\}|\$(\w{1,100})\b/g, (whole, a, b) => variables.get(a ?? b) ?? whole);
  const known = filled.replace(expression, put).replace(expression, put);
  const name = /^[^:\s$]+(?::\d{1,5}\/[^:\s$]+)?/.exec(known)?.[0] ?? '';
  // `${{ matrix.service }}` and what goes on in the midst of a name is any of several.
  const isWhole = known.length === name.length || known[name.length] === ':';
  return isWhole && name.includes('/') ? [imageName(name)] : [];
}

function textOf({ entries }: Step, key: string): string {
  return entries.get(key)?.value ?? '';
}
