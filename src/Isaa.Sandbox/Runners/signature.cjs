// Reads what an exported function takes, without running anything: with the parser that Node.js brings along, where it lets it be used.
'use strict';

const parser = () => {
  try {
    return require('internal/deps/acorn/acorn/dist/acorn');
  } catch {
    return null;
  }
};

const isFunction = (node) => ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'].includes(node?.type);

const declared = (body) => {
  const found = new Map();
  for (const node of body) {
    const declaration = node.type === 'ExportNamedDeclaration' ? node.declaration : node;
    if (declaration?.type === 'FunctionDeclaration') found.set(declaration.id.name, declaration);
    for (const each of declaration?.type === 'VariableDeclaration' ? declaration.declarations : []) if (each.id.type === 'Identifier') found.set(each.id.name, each.init);
  }
  return found;
};

const nameOf = (node) => node.name ?? node.value;

// The name inside the module of what it exports under the function's name, or by default.
const exported = (body, entry) => {
  let byDefault = null;
  for (const node of body) {
    if (node.type === 'ExportDefaultDeclaration') byDefault = node.declaration;
    if (node.type !== 'ExportNamedDeclaration' || node.source) continue;
    const names = node.declaration?.declarations?.map((each) => each.id.name) ?? (node.declaration ? [node.declaration.id?.name] : []);
    if (names.includes(entry)) return { type: 'Identifier', name: entry };
    for (const each of node.specifiers) {
      if (nameOf(each.exported) === entry) return each.local;
      if (nameOf(each.exported) === 'default') byDefault = each.local;
    }
  }
  return byDefault;
};

// The names that the first parameter takes out of the input; undefined when it takes the input as it is.
const namesIn = (parameter) => {
  const pattern = parameter?.type === 'AssignmentPattern' ? parameter.left : parameter;
  if (!pattern) return { parameters: [] };
  if (pattern.type !== 'ObjectPattern' || pattern.properties.some((each) => each.computed)) return {};
  const named = pattern.properties.filter((each) => each.type === 'Property');
  return {
    parameters: named.map((each) => ({ name: String(nameOf(each.key)), isRequired: each.value.type !== 'AssignmentPattern' })),
    takesAny: named.length < pattern.properties.length,
  };
};

exports.read = ({ code, entry, needsContext }) => {
  const acorn = parser();
  if (!acorn) return {};
  const { body } = acorn.parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
  const target = exported(body, entry);
  const function_ = target?.type === 'Identifier' ? declared(body).get(target.name) : target;
  if (!isFunction(function_)) return {};
  const signature = { ...namesIn(function_.params[0]), acceptsMissing: true };
  if (function_.async) signature.isAsync = true;
  if (needsContext && signature.parameters && function_.params.length > 1) signature.parameters.push({ name: 'context', isRequired: false });
  return signature;
};
