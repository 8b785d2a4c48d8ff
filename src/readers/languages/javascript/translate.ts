import type { ts as TS } from 'ts-morph';
import type { Bind, Class, Entry, Func, Node, Param, Target } from '../../code/syntax.ts';
import { exportDeclaration, importDeclaration, importEquals } from './modules.ts';
import { dotted, has, members, nameOf } from './names.ts';
import { moduleName } from './specifier.ts';
import { ts } from './ts.ts';
import { typeOf } from './types.ts';

const { SyntaxKind: K } = ts;

/** A TypeScript file in rollcall's own small syntax tree. Raw compiler nodes are walked: wrapped ones are ten times slower. */
export function translate(file: TS.SourceFile): readonly Node[] {
  const t = new Translation(file);
  return file.statements.flatMap((statement) => t.node(statement));
}

class Translation {
  readonly #file: TS.SourceFile;

  constructor(file: TS.SourceFile) {
    this.#file = file;
  }

  /** A statement or expression; nothing where nothing in it matters. */
  node(node: TS.Node): readonly Node[] {
    const one = this.#one(node);
    return one ? [one] : [];
  }

  #one(node: TS.Node): Node | null {
    if (ts.isTypeNode(node) && node.kind !== K.ExpressionWithTypeArguments) return null;
    if (ts.isIdentifier(node)) return { k: 'name', name: node.text, at: this.#at(node) };
    if (ts.isPropertyAccessExpression(node)) return this.#member(node.expression, node.name.text, node);
    if (ts.isCallExpression(node)) return this.#call(node);
    if (ts.isNewExpression(node)) return this.#called(node.expression, node.arguments ?? [], node);
    // A tag is called with the text behind it: the `$` of zx runs it as a command.
    if (ts.isTaggedTemplateExpression(node)) return this.#called(node.tag, [node.template], node);
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))
      return { k: 'text', text: node.text, at: this.#at(node) };
    if (ts.isTemplateExpression(node)) return this.#template(node);
    if (ts.isNumericLiteral(node)) return { k: 'number', number: Number(node.text) };
    if (node.kind === K.TrueKeyword || node.kind === K.FalseKeyword)
      return { k: 'boolean', boolean: node.kind === K.TrueKeyword };
    if (node.kind === K.ThisKeyword) return { k: 'name', name: 'this', at: this.#at(node) };
    if (ts.isObjectLiteralExpression(node))
      return { k: 'map', entries: node.properties.map((property) => this.#property(property)) };
    if (ts.isArrayLiteralExpression(node)) return { k: 'list', items: node.elements.map((item) => this.#must(item)) };
    return this.#transparent(node) ?? this.#statement(node) ?? this.#declaration(node) ?? this.#parts(node);
  }

  #must(node: TS.Node): Node {
    return this.#one(node) ?? { k: 'other', parts: [] };
  }

  #at(node: TS.Node): number {
    return node.getStart(this.#file);
  }

  /** Syntax that wraps a value without changing it. */
  #transparent(node: TS.Node): Node | null {
    if (ts.isParenthesizedExpression(node) || ts.isAwaitExpression(node) || ts.isNonNullExpression(node))
      return this.#must(node.expression);
    if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isTypeAssertionExpression(node))
      return this.#must(node.expression);
    if (ts.isExpressionStatement(node) || ts.isSpreadElement(node) || ts.isExpressionWithTypeArguments(node))
      return this.#must(node.expression);
    if (ts.isMetaProperty(node))
      return {
        k: 'member',
        of: { k: 'name', name: 'import', at: this.#at(node) },
        name: node.name.text,
        at: this.#at(node),
      };
    if (ts.isElementAccessExpression(node)) {
      const key = node.argumentExpression;
      if (ts.isStringLiteralLike(key)) return this.#member(node.expression, key.text, node);
      return { k: 'item', of: this.#must(node.expression), key: this.#must(key), at: this.#at(node) };
    }
    if (ts.isConditionalExpression(node)) {
      const options = [this.#must(node.whenTrue), this.#must(node.whenFalse)];
      return { k: 'choice', options };
    }
    if (ts.isBinaryExpression(node)) return this.#binary(node);
    return null;
  }

  #member(of: TS.Node, name: string, node: TS.Node): Node {
    return { k: 'member', of: this.#must(of), name, at: this.#at(node) };
  }

  #call(node: TS.CallExpression): Node {
    const [first] = node.arguments;
    const isModule =
      node.expression.kind === K.ImportKeyword ||
      (ts.isIdentifier(node.expression) && node.expression.text === 'require');
    if (isModule && first && ts.isStringLiteralLike(first))
      return { k: 'module', module: moduleName(first.text), at: this.#at(node) };
    return { k: 'call', callee: this.#must(node.expression), args: this.#args(node.arguments), at: this.#at(node) };
  }

  #called(callee: TS.Expression, args: readonly TS.Expression[], node: TS.Node): Node {
    return { k: 'call', callee: this.#must(callee), args: this.#args(args), at: this.#at(node) };
  }

  #args(nodes: readonly TS.Expression[]): readonly Entry[] {
    return nodes.map((node) => ({
      name: ts.isSpreadElement(node) ? '...' : null,
      value: this.#must(node),
      at: this.#at(node),
    }));
  }

  #template(node: TS.TemplateExpression): Node {
    const parts = node.templateSpans.flatMap(({ expression, literal }) => [this.#must(expression), literal.text]);
    return { k: 'parts', parts: [node.head.text, ...parts], at: this.#at(node) };
  }

  #property(node: TS.ObjectLiteralElementLike): Entry {
    const at = this.#at(node);
    if (ts.isSpreadAssignment(node)) return { name: '...', value: this.#must(node.expression), at };
    if (ts.isShorthandPropertyAssignment(node))
      return { name: node.name.text, value: { k: 'name', name: node.name.text, at }, at };
    const name = nameOf(node.name) ?? '';
    if (ts.isPropertyAssignment(node)) return { name, value: this.#must(node.initializer), at };
    return { name, value: this.#function(node, ''), at };
  }

  /** Long chains of operators lean to the left: they are walked in a loop, not by recursion. */
  #binary(node: TS.BinaryExpression): Node {
    const operator = node.operatorToken.kind;
    if (operator === K.EqualsToken || operator === K.QuestionQuestionEqualsToken || operator === K.BarBarEqualsToken)
      return this.#assign(node);
    if (operator === K.QuestionQuestionToken || operator === K.BarBarToken)
      return { k: 'choice', options: [this.#must(node.left), this.#must(node.right)] };
    if (operator === K.CommaToken) return { k: 'other', parts: [this.#must(node.left), this.#must(node.right)] };
    const operands: Node[] = [];
    let left: TS.Expression = node;
    while (ts.isBinaryExpression(left) && left.operatorToken.kind === operator) {
      operands.push(this.#must(left.right));
      left = left.left;
    }
    operands.push(this.#must(left));
    operands.reverse();
    const last = operands.at(-1);
    // `condition && value` is the value, or nothing.
    if (operator === K.AmpersandAmpersandToken && last)
      return { k: 'choice', options: [{ k: 'other', parts: operands.slice(0, -1) }, last] };
    if (operator !== K.PlusToken || !operands.some(({ k }) => k === 'text' || k === 'parts'))
      return { k: 'other', parts: operands };
    return { k: 'parts', parts: operands, at: this.#at(node) };
  }

  #assign(node: TS.BinaryExpression): Node {
    const value = this.#must(node.right);
    const at = this.#at(node);
    const target = this.#target(node.left);
    const exported =
      target.t === 'member' &&
      target.node.k === 'member' &&
      /^(?:exports|module\.exports)$/.test(dotted(target.node.of));
    if (target.t === 'member' && dotted(target.node) === 'module.exports')
      return { k: 'export', name: 'default', local: '', module: null, value, at };
    if (exported && target.node.k === 'member')
      return { k: 'export', name: target.node.name, local: '', module: null, value, at };
    return { k: 'bind', target, value, type: null, declares: false, exported: false, at };
  }

  #target(node: TS.Node): Target {
    if (ts.isIdentifier(node)) return { t: 'name', name: node.text };
    if (ts.isPropertyAccessExpression(node)) {
      return node.expression.kind === K.ThisKeyword
        ? { t: 'field', name: node.name.text }
        : { t: 'member', node: this.#must(node), adds: true };
    }
    if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
      return { t: 'member', node: this.#must(node), adds: true };
    if (ts.isObjectBindingPattern(node)) return { t: 'members', members: members(node) };
    return { t: 'none' };
  }

  #statement(node: TS.Node): Node | null {
    if (ts.isBlock(node) || ts.isModuleBlock(node) || ts.isCaseBlock(node))
      return { k: 'block', body: this.#children(node) };
    if (ts.isReturnStatement(node)) return { k: 'return', value: node.expression ? this.#must(node.expression) : null };
    if (ts.isVariableStatement(node)) {
      return {
        k: 'other',
        parts: node.declarationList.declarations.map((declaration) =>
          this.#variable(declaration, has(node, K.ExportKeyword)),
        ),
      };
    }
    if (ts.isVariableDeclaration(node)) return this.#variable(node, false);
    if (ts.isForOfStatement(node)) return this.#loop(node);
    if (ts.isEnumDeclaration(node)) return this.#enum(node);
    if (ts.isImportDeclaration(node)) return importDeclaration(node, (child) => this.#at(child));
    if (ts.isImportEqualsDeclaration(node)) return importEquals(node, (child) => this.#at(child));
    if (ts.isExportDeclaration(node)) return exportDeclaration(node, (child) => this.#at(child));
    if (ts.isExportAssignment(node))
      return {
        k: 'export',
        name: 'default',
        local: '',
        module: null,
        value: this.#must(node.expression),
        at: this.#at(node),
      };
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return { k: 'other', parts: [] };
    return null;
  }

  #variable(node: TS.VariableDeclaration, exported: boolean): Bind {
    const value = node.initializer ? this.#must(node.initializer) : null;
    return {
      k: 'bind',
      target: this.#target(node.name),
      value,
      type: typeOf(node.type, (child) => this.#at(child)),
      declares: true,
      exported,
      at: this.#at(node),
    };
  }

  /** `for (const x of xs)`: the name is any item of the list. */
  #loop({ initializer, expression, statement }: TS.ForOfStatement): Node {
    const at = this.#at(expression);
    const any: Node = { k: 'item', of: this.#must(expression), key: { k: 'other', parts: [] }, at };
    const name = ts.isVariableDeclarationList(initializer) ? initializer.declarations[0]?.name : initializer;
    const target: Target = name ? this.#target(name) : { t: 'none' };
    const bind: Bind = { k: 'bind', target, value: any, type: null, declares: true, exported: false, at };
    return { k: 'block', body: [bind, this.#must(statement)] };
  }

  /** An enum is an object of its members. */
  #enum(node: TS.EnumDeclaration): Bind {
    const entries = node.members.map((member) => ({
      name: nameOf(member.name) ?? '',
      value: member.initializer ? this.#must(member.initializer) : ({ k: 'other', parts: [] } as const),
      at: this.#at(member),
    }));
    const exported = has(node, K.ExportKeyword);
    const target: Target = { t: 'name', name: node.name.text };
    return {
      k: 'bind',
      target,
      value: { k: 'map', entries },
      type: null,
      declares: true,
      exported,
      at: this.#at(node),
    };
  }

  #declaration(node: TS.Node): Node | null {
    if (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node))
      return this.#exported(node, this.#function(node, node.name?.text ?? ''));
    if (ts.isArrowFunction(node)) return this.#function(node, '');
    if (ts.isClassLike(node)) return this.#exported(node, this.#class(node));
    if (ts.isGetAccessor(node)) return { ...this.#function(node, nameOf(node.name) ?? ''), getter: true };
    if (ts.isMethodDeclaration(node) || ts.isSetAccessor(node)) return this.#function(node, nameOf(node.name) ?? '');
    if (ts.isConstructorDeclaration(node)) return this.#function(node, 'constructor');
    if (ts.isPropertyDeclaration(node)) {
      const value = node.initializer ? this.#must(node.initializer) : null;
      const target: Target = { t: 'field', name: nameOf(node.name) ?? '' };
      return {
        k: 'bind',
        target,
        value,
        type: typeOf(node.type, (child) => this.#at(child)),
        declares: true,
        exported: false,
        at: this.#at(node),
      };
    }
    return null;
  }

  /** `export default function …` is an export as well as a declaration. */
  #exported(node: TS.Node, declared: Func | Class): Node {
    if (!has(node, K.DefaultKeyword)) return declared;
    return { k: 'export', name: 'default', local: '', module: null, value: declared, at: this.#at(node) };
  }

  #function(node: TS.FunctionLikeDeclaration, name: string): Func {
    const body = node.body;
    const statements: readonly Node[] = !body
      ? []
      : ts.isBlock(body)
        ? body.statements.flatMap((statement) => this.node(statement))
        : [{ k: 'return', value: this.#must(body) }];
    const params = node.parameters.map((parameter) => this.#param(parameter));
    return {
      k: 'function',
      name,
      params,
      body: statements,
      decorators: this.#decorators(node),
      exported: has(node, K.ExportKeyword),
      at: this.#at(node),
    };
  }

  #param(node: TS.ParameterDeclaration): Param {
    const name = ts.isIdentifier(node.name) ? node.name.text : '';
    return {
      name,
      members: ts.isObjectBindingPattern(node.name) ? members(node.name) : [],
      type: typeOf(node.type, (child) => this.#at(child)),
      fallback: node.initializer ? this.#must(node.initializer) : null,
      field: (node.modifiers ?? []).some(({ kind }) => kind !== K.Decorator),
    };
  }

  #class(node: TS.ClassLikeDeclaration): Class {
    const heritage = node.heritageClauses?.find(({ token }) => token === K.ExtendsKeyword);
    return {
      k: 'class',
      name: node.name?.text ?? '',
      bases: (heritage?.types ?? []).map(({ expression }) => this.#must(expression)),
      body: node.members.flatMap((member) => this.node(member)),
      decorators: this.#decorators(node),
      exported: has(node, K.ExportKeyword),
      at: this.#at(node),
    };
  }

  #decorators(node: TS.Node): readonly Node[] {
    if (!ts.canHaveDecorators(node)) return [];
    return (ts.getDecorators(node) ?? []).map(({ expression }) => this.#must(expression));
  }

  #children(node: TS.Node): readonly Node[] {
    const parts: Node[] = [];
    node.forEachChild((child) => {
      const part = this.#one(child);
      if (part && !(part.k === 'other' && part.parts.length === 0)) parts.push(part);
    });
    return parts;
  }

  #parts(node: TS.Node): Node {
    return { k: 'other', parts: this.#children(node) };
  }
}
