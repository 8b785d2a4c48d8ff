import type { ts as TS } from 'ts-morph';
import type { Import, Node } from '../../code/syntax.ts';
import { moduleName } from './specifier.ts';
import { ts } from './ts.ts';

const { SyntaxKind: K } = ts;

/** Offset of a node in its file. */
type At = (node: TS.Node) => number;

/** `import … from 'm'`: what is imported, and by what name it goes here. */
export function importDeclaration(node: TS.ImportDeclaration, at: At): Import {
  const clause = node.importClause;
  const names: { symbol: string; local: string; typeOnly: boolean }[] = [];
  if (clause?.name) names.push({ symbol: 'default', local: clause.name.text, typeOnly: false });
  const bindings = clause?.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings))
    names.push({ symbol: '', local: bindings.name.text, typeOnly: false });
  if (bindings && ts.isNamedImports(bindings)) {
    for (const { name, propertyName, isTypeOnly } of bindings.elements)
      names.push({ symbol: (propertyName ?? name).text, local: name.text, typeOnly: isTypeOnly });
  }
  const module = ts.isStringLiteral(node.moduleSpecifier) ? moduleName(node.moduleSpecifier.text) : '';
  return { k: 'import', module, names, typeOnly: clause?.phaseModifier === K.TypeKeyword, at: at(node) };
}

/** `import x = require('m')`. */
export function importEquals(node: TS.ImportEqualsDeclaration, at: At): Node {
  const reference = node.moduleReference;
  const start = at(node);
  const value: Node | null =
    ts.isExternalModuleReference(reference) && ts.isStringLiteralLike(reference.expression)
      ? { k: 'module', module: moduleName(reference.expression.text), at: start }
      : null;
  return {
    k: 'bind',
    target: { t: 'name', name: node.name.text },
    value,
    type: null,
    declares: true,
    exported: false,
    at: start,
  };
}

/** `export { a as b }` and `export … from 'm'`. */
export function exportDeclaration(node: TS.ExportDeclaration, at: At): Node {
  const module =
    node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier) ? moduleName(node.moduleSpecifier.text) : null;
  const start = at(node);
  const clause = node.exportClause;
  if (node.isTypeOnly) return { k: 'other', parts: [] };
  if (!clause) return { k: 'export', name: '*', local: '*', module, value: null, at: start };
  if (ts.isNamespaceExport(clause))
    return { k: 'export', name: clause.name.text, local: '*', module, value: null, at: start };
  const parts = clause.elements
    .filter(({ isTypeOnly }) => !isTypeOnly)
    .map(
      ({ name, propertyName }): Node => ({
        k: 'export',
        name: name.text,
        local: (propertyName ?? name).text,
        module,
        value: null,
        at: start,
      }),
    );
  return { k: 'other', parts };
}
