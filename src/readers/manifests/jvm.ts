import { blanked } from '../blank.ts';
import type { Leaf, Leaves } from '../entries.ts';
import { claimOf } from './go.ts';
import type { Asked, Parsed } from './parsed.ts';
import { textAt, under } from './tree.ts';

/** Plug-ins that make something that can be started. */
const starting =
  /^(?:spring-boot-maven-plugin|quarkus-maven-plugin|micronaut-maven-plugin|exec-maven-plugin|jib-maven-plugin|maven-assembly-plugin|maven-shade-plugin|appassembler-maven-plugin)$/;

/** `pom.xml`. What is only managed for others (`dependencyManagement`, a parent, a bill of materials) is not asked for. */
export function maven(leaves: Leaves): Parsed {
  const { list } = leaves;
  const artifacts = list.filter(({ path }) => path.at(-1) === 'artifactId' && path[0] === 'project');
  const asked = artifacts.flatMap((leaf) => dependency(leaf, list));
  const plugins = artifacts.filter(({ path }) => path.includes('plugin'));
  const packaging = textAt(list, 'project', 'packaging');
  return {
    manifest: {
      name: textAt(list, 'project', 'artifactId'),
      workspace: packaging === 'pom',
      entry: packaging === 'war' || (packaging !== 'pom' && plugins.some(({ value }) => starting.test(value))),
      author: textAt(list, 'project', 'developers', 'developer', 'email'),
      claim: textAt(list, 'project', 'properties', 'rollcall.agent'),
    },
    asked,
    leaves,
  };
}

function dependency({ path, value, start }: Leaf, list: readonly Leaf[]): Asked[] {
  const above = path.slice(0, -1);
  if (
    !path.includes('dependency') ||
    path.some((part) => /^(?:dependencyManagement|plugin|exclusion)$/.test(String(part)))
  )
    return [];
  const group = textAt(list, ...above, 'groupId');
  if (group === null || !under(list, ...above).length) return [];
  const isTest = /^(?:test|provided)$/.test(textAt(list, ...above, 'scope') ?? '');
  return [{ ecosystem: 'maven', name: `${group}:${value}`, scope: isTest ? 'development' : 'runtime', at: start }];
}

/** A dependency of a Gradle build, in Groovy or Kotlin: `implementation("g:a:1")`, `implementation group: 'g', name: 'a'`. */
const declared =
  /\b(\w{0,40}(?:implementation|api|compile|compileOnly|runtimeOnly|kapt|ksp))\b[\s(]{0,20}(?:platform\()?(?:["']([\w.-]{1,200}):([\w.-]{1,200})(?=[:"'@])|group\s?[:=]\s?["']([\w.-]{1,200})["'],\s{0,20}name\s?[:=]\s?["']([\w.-]{1,200})["'])/gi;

/** `build.gradle` and `build.gradle.kts`. They are programs: what stands there in the usual form is read, nothing is run. */
export function gradle(text: string): Parsed {
  const source = withoutComments(text);
  const asked = [...source.matchAll(declared)].map(
    ({ 0: all, 1: how = '', 2: g, 3: a, 4: group, 5: name, index }): Asked => {
      const artifact = a ?? name ?? '';
      const scope = /test|compileOnly|kapt|ksp/i.test(how) ? 'development' : 'runtime';
      return { ecosystem: 'maven', name: `${g ?? group}:${artifact}`, scope, at: index + all.lastIndexOf(artifact) };
    },
  );
  const entry =
    /\bmainClass(?:Name)?\b|org\.springframework\.boot|io\.quarkus|io\.micronaut\.application|io\.ktor\.plugin|com\.android\.application|\bid[\s(]{1,3}["']application["']|^\s*application\s*$|apply plugin: ?['"](?:application|war)['"]/m.test(
      source,
    );
  return { manifest: { name: null, workspace: false, entry, author: null, claim: claimOf(text) }, asked, leaves: null };
}

/** Comments blanked, so that every offset stays. */
function withoutComments(text: string): string {
  let found = '';
  let from = 0;
  for (let open = text.indexOf('/*'); open >= 0; open = text.indexOf('/*', from)) {
    const end = text.indexOf('*/', open + 2);
    const close = end < 0 ? text.length : end + 2;
    found += text.slice(from, open) + blanked(text.slice(open, close));
    from = close;
  }
  return (found + text.slice(from)).replace(/(?<![:"'])\/\/[^\n]*/g, blanked);
}
