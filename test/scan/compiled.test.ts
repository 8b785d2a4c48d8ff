import { expect, test } from 'vitest';
import { makeTree } from '../sources/tree.ts';
import { scanAt } from '../world.ts';

/** Agents by path, each with its level and what it goes through. */
async function agents(files: Readonly<Record<string, string>>): Promise<Record<string, readonly string[]>> {
  const { assessments } = await scanAt([makeTree(files)]);
  return Object.fromEntries(
    assessments.map(({ agent }) => [
      agent.path,
      [agent.level, ...agent.models, ...agent.via.map((id) => id.slice(id.indexOf('//') + 2))],
    ]),
  );
}

const client = `package desk

import "github.com/sashabaranov/go-openai"

type Desk struct {
	client *openai.Client
	model  string
}

func New(key string) *Desk {
	return &Desk{client: openai.NewClient(key), model: defaultModel}
}
`;
const asking = `package desk

import (
	"context"

	"github.com/sashabaranov/go-openai"
)

func (d *Desk) Ask(ctx context.Context) {
	d.client.CreateChatCompletion(ctx, openai.ChatCompletionRequest{Model: d.model, Tools: tools})
}
`;
const settings = `package desk

const defaultModel = "gpt-4o-mini"
`;

test('a Go package is read across its files: its struct, its method, its constant', async () => {
  const files = { 'go.mod': 'module acme.com/desk\n', 'client.go': client, 'ask.go': asking, 'settings.go': settings };
  expect(await agents(files)).toEqual({ '.': ['agent', 'gpt-4o-mini'] });
});

test('a test beside it says nothing of what runs', async () => {
  const files = { 'go.mod': 'module acme.com/desk\n', 'client_test.go': client, 'ask_test.go': asking };
  expect(await agents(files)).toEqual({});
});

const registry = `package llm

var makers = map[string]func() Asker{}

func Register(name string, make func() Asker) {
	makers[name] = make
}

func New(name string) Asker {
	return makers[name]()
}
`;
const vendor = `package llm

import "github.com/anthropics/anthropic-sdk-go"

func init() {
	Register("anthropic", newAnthropic)
}

func newAnthropic() Asker {
	return &asker{client: anthropic.NewClient()}
}
`;
const main = 'package main\n\nimport "acme.com/llm"\n\nfunc main() {\n\tllm.New("anthropic").Ask()\n}\n';

test('what a Go package registers when it is loaded is reached by who asks for it by name', async () => {
  const library = { 'llm/go.mod': 'module acme.com/llm\n', 'llm/registry.go': registry, 'llm/anthropic.go': vendor };
  const shop = { 'shop/go.mod': 'module acme.com/shop\n', 'shop/main.go': main };
  expect(await agents({ ...library, ...shop })).toEqual({ shop: ['caller', 'llm'] });
});

const cargo = (name: string): string => `[package]\nname = "${name}"\nversion = "0.1.0"\n`;
const lib = `use async_openai::Client;

pub async fn ask(request: Request) {
    Client::new().chat().create(request).await.unwrap();
}
`;
const run = 'fn main() {\n    run();\n}\n';
const other = 'fn main() {\n    desk::ask(request);\n}\n';

test('a crate with a main file is a program, also where others call its library', async () => {
  const desk = { 'desk/Cargo.toml': cargo('desk'), 'desk/src/lib.rs': lib };
  const shop = { 'shop/Cargo.toml': cargo('shop'), 'shop/src/main.rs': other };
  expect(await agents({ ...desk, ...shop })).toEqual({ shop: ['caller', 'desk'] });
  expect(await agents({ ...desk, ...shop, 'desk/src/main.rs': run })).toEqual({
    desk: ['caller'],
    shop: ['caller', 'desk'],
  });
});

test('a program reaches a model through a crate that only hands on what another does', async () => {
  const asking = (name: string, crate: string): string => `${cargo(name)}\n[dependencies]\n${crate}.workspace = true\n`;
  const files = {
    'llm/Cargo.toml': cargo('acme-llm'),
    'llm/src/lib.rs': 'mod desk;\npub use desk::*;\n',
    'llm/src/desk.rs': lib,
    'api/Cargo.toml': asking('acme-api', 'acme-llm'),
    'api/src/lib.rs': 'mod api;\npub use api::Api;\n',
    'api/src/api.rs':
      'pub struct Api;\n\nimpl Api {\n    pub fn init() -> Self {\n        acme_llm::ask(request);\n        Self\n    }\n}\n',
    'shop/Cargo.toml': asking('shop', 'acme-api'),
    'shop/src/main.rs': 'use acme_api::Api;\n\nfn main() {\n    Api::init();\n}\n',
  };
  expect(Object.keys(await agents(files))).toEqual(['shop']);
});

test('a Rust program is read across its modules', async () => {
  const files = {
    'Cargo.toml': cargo('desk'),
    'src/config.rs':
      'use std::env;\n\npub struct Config {\n    pub base: String,\n}\n\nimpl Config {\n    pub fn new() -> Self {\n        let base = env::var("LLM_BASE").unwrap_or_else(|_| String::from("https://api.openai.com/v1"));\n        Self { base }\n    }\n}\n',
    'src/main.rs':
      'mod config;\n\nuse config::Config;\n\nfn main() {\n    let config = Config::new();\n    let url = format!("{}/chat/completions", config.base);\n    reqwest::blocking::Client::new().post(url).json(&serde_json::json!({ "model": "gpt-4o-mini" })).send().unwrap();\n}\n',
  };
  expect(await agents(files)).toEqual({ '.': ['caller', 'gpt-4o-mini'] });
});
