import { describe, expect, test } from 'vitest';
import { manifest } from '../../src/readers/manifest.ts';

/** What a manifest asks for: ecosystem, name, scope, line and column. */
function asked(path: string, text: string): string[] {
  return manifest
    .read(text, path)
    .facts.flatMap((fact) =>
      fact.kind === 'dependency'
        ? `${fact.ecosystem}:${fact.name} ${fact.scope} ${fact.at.line}:${fact.at.column}`
        : [],
    );
}

const unit = (path: string, text: string) => manifest.read(text, path).manifest;

/** What code below a manifest imports, and the package or file that it means by that. */
function renamed(path: string, text: string): string[] | undefined {
  return manifest.read(text, path).renamed?.map(({ language, as, name }) => `${language}: ${as} is ${name}`);
}

describe('a module under another name', () => {
  test('is told by package.json where it is installed so, or its own imports are mapped', () => {
    const text = `{
  "dependencies": { "openai": "^4", "llm": "npm:@anthropic-ai/sdk@1" },
  "devDependencies": { "next-ai": "npm:ai" },
  "imports": { "#llm": "openai/helpers", "#lib/*": "./lib/*.js", "#on": { "node": "ollama", "default": "./on.js" } }
}`;
    expect(renamed('package.json', text)).toEqual([
      'javascript: llm is @anthropic-ai/sdk',
      'javascript: next-ai is ai',
      'javascript: #llm is openai/helpers',
      'javascript: #lib/* is ./lib/*.js',
      'javascript: #on is ollama',
      'javascript: #on is ./on.js',
    ]);
    expect(renamed('package.json', '{ "dependencies": { "ollama": "^4", "openai": "npm:openai@4" } }')).toBeUndefined();
  });

  test('is told by deno.json and import maps', () => {
    const text = `{
  "imports": { "openai": "npm:openai@4", "llm": "npm:openai@4", "llm/": "npm:/openai@4/", "own": "./own.ts" },
  "scopes": { "./a/": { "b": "https://esm.sh/ollama@0.5" } }
}`;
    const names = ['llm is openai', 'llm is openai', 'own is ./own.ts', 'b is ollama'].map(
      (each) => `javascript: ${each}`,
    );
    expect(renamed('deno.jsonc', text)).toEqual(names);
    expect(renamed('web/import_map.json', text)).toEqual(names);
    expect(asked('deno.json', text)).toEqual([
      'npm:openai runtime 2:16',
      'npm:openai runtime 2:42',
      'npm:openai runtime 2:65',
      'npm:ollama runtime 3:25',
    ]);
    expect(unit('deno.json', text)).toBeNull();
  });

  test('is told by Cargo.toml', () => {
    const text = `[package]
name = "plz"
package = "no-crate"
[dependencies]
llm-client = { package = "async-openai", version = "0.20" }
rig-core = "1"
[target.'cfg(unix)'.dependencies.rig]
package = "rig-core"
`;
    expect(renamed('Cargo.toml', text)).toEqual(['rust: llm-client is async-openai', 'rust: rig is rig-core']);
  });
});

describe('go.mod', () => {
  const text = `module github.com/acme/shop // rollcall.agent: acme-shop

go 1.23

require github.com/one/thing v1.2.0
require (
	github.com/sashabaranov/go-openai/v2 v2.1.0
	golang.org/x/text v0.3.0 // indirect
)
`;

  test('tells what is asked for, not what that asks for', () => {
    expect(asked('go.mod', text)).toEqual([
      'go:github.com/one/thing runtime 5:9',
      'go:github.com/sashabaranov/go-openai runtime 7:2',
    ]);
  });

  test('is called by its module, and may carry a claim', () => {
    expect(unit('go.mod', text)).toMatchObject({ name: 'github.com/acme/shop', claim: 'acme-shop' });
  });
});

describe('Cargo.toml', () => {
  test('tells crates by what they are for, whatever they are renamed to', () => {
    const text = `[package]
name = "plz"
[dependencies]
async-openai = "0.20"
llm = { package = "rig-core", version = "1" }
[dev-dependencies]
mockito = "1"
[target.'cfg(unix)'.dependencies]
reqwest = { version = "0.12", features = ["json"] }
`;
    expect(asked('Cargo.toml', text).map((one) => one.replace(/ \d+:\d+$/, ''))).toEqual([
      'crates:async-openai runtime',
      'crates:rig-core runtime',
      'crates:reqwest runtime',
      'crates:mockito development',
    ]);
    expect(unit('Cargo.toml', text)).toMatchObject({ name: 'plz', workspace: false });
  });

  test('a workspace without a package only holds its crates together', () => {
    expect(unit('Cargo.toml', '[workspace]\nmembers = ["a"]')?.workspace).toBe(true);
    expect(unit('Cargo.toml', '[workspace]\n[package]\nname = "a"')?.workspace).toBe(false);
  });
});

describe('pom.xml', () => {
  const text = `<project>
  <groupId>dev.acme</groupId><artifactId>shop</artifactId>
  <dependencyManagement><dependencies><dependency>
    <groupId>org.springframework.ai</groupId><artifactId>spring-ai-bom</artifactId>
  </dependency></dependencies></dependencyManagement>
  <dependencies>
    <dependency><groupId>org.springframework.ai</groupId>
      <artifactId>spring-ai-starter-model-openai</artifactId></dependency>
    <dependency><groupId>org.junit</groupId><artifactId>junit</artifactId><scope>test</scope></dependency>
  </dependencies>
  <build><plugins><plugin><groupId>org.springframework.boot</groupId>
    <artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>
</project>`;

  test('tells what is asked for, not what is managed for others', () => {
    expect(asked('pom.xml', text)).toEqual([
      'maven:org.springframework.ai:spring-ai-starter-model-openai runtime 8:19',
      'maven:org.junit:junit development 9:57',
    ]);
  });

  test('can be started where a plug-in makes it so', () => {
    expect(unit('pom.xml', text)).toMatchObject({ name: 'shop', entry: true, workspace: false });
    expect(unit('pom.xml', text.replace('spring-boot-maven-plugin', 'x'))?.entry).toBe(false);
    expect(unit('pom.xml', '<project><packaging>pom</packaging></project>')?.workspace).toBe(true);
  });
});

describe('build.gradle', () => {
  test('tells dependencies in the usual forms, and none in a comment', () => {
    const text = `plugins { id 'application' }
dependencies {
  implementation 'dev.langchain4j:langchain4j-open-ai:1.0'
  implementation(platform("org.springframework.ai:spring-ai-bom:1.0"))
  implementation group: 'com.openai', name: 'openai-java', version: '1'
  testImplementation("org.junit:junit:5")
  /* implementation "a:b:1" */ // implementation "c:d:1"
}`;
    expect(asked('build.gradle', text)).toEqual([
      'maven:dev.langchain4j:langchain4j-open-ai runtime 3:35',
      'maven:org.springframework.ai:spring-ai-bom runtime 4:51',
      'maven:com.openai:openai-java runtime 5:46',
      'maven:org.junit:junit development 6:33',
    ]);
    expect(unit('build.gradle', text)?.entry).toBe(true);
    expect(unit('build.gradle', text.replace('application', 'java-library'))?.entry).toBe(false);
  });

  test('comments that are opened over and over are read in time', () => {
    expect(asked('build.gradle', '/*'.repeat(500_000))).toEqual([]);
  });
});

describe('projects of .NET', () => {
  test('tells packages, and whether it is run', () => {
    const text = `<Project Sdk="Microsoft.NET.Sdk.Web">
  <ItemGroup><PackageReference Include="Microsoft.SemanticKernel" Version="1.0" /></ItemGroup>
</Project>`;
    expect(asked('src/App.csproj', text)).toEqual(['nuget:Microsoft.SemanticKernel runtime 2:32']);
    expect(unit('App.csproj', text)?.entry).toBe(true);
    expect(unit('App.csproj', text.replace('.Web', ''))?.entry).toBe(false);
  });

  test('packages.config makes no unit of its own', () => {
    const text = '<packages><package id="OpenAI" version="1" /></packages>';
    expect(asked('packages.config', text).map((one) => one.split(' ')[0])).toEqual(['nuget:OpenAI']);
    expect(unit('packages.config', text)).toBeNull();
  });
});

describe('Ruby, PHP and Elixir', () => {
  test('a Gemfile tells what is for development', () => {
    const text = `gem "ruby-openai", "~> 6"\ngroup :development, :test do\n  gem 'rspec'\nend\ngem 'x', group: :test\n`;
    expect(asked('Gemfile', text)).toEqual([
      'rubygems:ruby-openai runtime 1:6',
      'rubygems:rspec development 3:8',
      'rubygems:x development 5:6',
    ]);
  });

  test('a gemspec asks by methods', () => {
    expect(asked('a.gemspec', "  spec.add_dependency 'faraday'\n  spec.add_development_dependency 'rake'")).toEqual([
      'rubygems:faraday runtime 1:24',
      'rubygems:rake development 2:36',
    ]);
  });

  test('composer.json asks for packages, not for PHP', () => {
    const text = `{ "name": "acme/shop", "type": "project",
  "require": { "php": "^8.2", "ext-json": "*", "openai-php/client": "^0.10" }, "require-dev": { "pestphp/pest": "^2" } }`;
    expect(asked('composer.json', text).map((one) => one.replace(/ \d+:\d+$/, ''))).toEqual([
      'packagist:openai-php/client runtime',
      'packagist:pestphp/pest development',
    ]);
    expect(unit('composer.json', text)).toMatchObject({ name: 'acme/shop', entry: true });
  });

  test('mix.exs tells dependencies, its name, and whether it starts something', () => {
    const text = `def project, do: [app: :shop, deps: deps()]
def application, do: [mod: {Shop.Application, []}]
defp deps do
  [{:langchain, "~> 0.3"}, {:credo, "~> 1.7", only: [:dev, :test]}]
end`;
    expect(asked('mix.exs', text).map((one) => one.replace(/ \d+:\d+$/, ''))).toEqual([
      'hex:langchain runtime',
      'hex:credo development',
    ]);
    expect(unit('mix.exs', text)).toMatchObject({ name: 'shop', entry: true });
  });
});
