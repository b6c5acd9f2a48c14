// The import law: which room may know which other. Type-only imports count. `scripts/test` proves that each rule bites.

const core = '^packages/core/src/'
const entry = (...paths) => `^packages/core/src/(${paths.join('|')})[.]ts$`

// A room of core → what of core it may import besides itself.
const rooms = {
  domain: [],
  // parse/record.ts reads and writes the form of a stored record, which ports.ts names.
  parse: ['domain/', 'ports[.]ts$'],
  // What stores share: records checked, copied and found in memory.
  records: ['domain/', 'ports[.]ts$'],
  // A policy is read with the pieces that calls are read with.
  policy: ['domain/', 'parse/(schema|fields|field-path)[.]ts$'],
  // A webhook is read from its bytes, with the one reader of JSON that everything else comes through.
  'hitl-sh': ['domain/', 'parse/json[.]ts$'],
  webhooks: ['domain/'],
  service: ['domain/', 'parse/', 'policy/', 'ports[.]ts$'],
  gate: ['service/', 'domain/'],
  http: ['gate/', 'service/', 'parse/', 'policy/', 'webhooks/', 'hitl-sh/', 'domain/', 'ports[.]ts$'],
}

const roomRules = Object.entries(rooms).map(([room, others]) => ({
  name: `core-${room}`,
  comment: `core's ${room} imports only itself${others.length > 0 ? ` and ${others.join(', ')}` : ''}`,
  severity: 'error',
  from: { path: `${core}${room}/` },
  to: { path: core, pathNot: [room + '/', ...others].map((path) => core + path) },
}))

// A package → what it may import of the workspace's other packages.
const siblings = {
  core: { packages: ['core'], may: [] },
  storage: { packages: ['storage-[^/]+'], may: [entry('index', 'store')] },
  adapter: { packages: ['adapter-http'], may: [entry('index', 'http/index')] },
  'framework-adapter': {
    packages: ['adapter-(?!http/)[^/]+'],
    may: [entry('index', 'http/index'), '^packages/adapter-http/src/index[.]ts$'],
  },
  client: { packages: ['client'], may: [entry('index', 'http/index')] },
  'provider-client': { packages: ['client-[^/]+'], may: [entry('index', 'hitl-sh/index')] },
  testkit: { packages: ['testkit'], may: [entry('index', 'store', 'http/index', 'hitl-sh/index')] },
}

const siblingRules = Object.entries(siblings).map(([name, { packages, may }]) => ({
  name: `siblings-of-${name}`,
  comment: 'only apps import sibling packages; others only what of core (and the shared bridge) they are bound to',
  severity: 'error',
  from: { path: `^packages/(${packages.join('|')})/src/` },
  to: { path: '^packages/([^/]+)/', pathNot: ['^packages/$1/', ...may] },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'core-ports',
      comment: 'ports.ts says what the service needs in the words of the domain',
      severity: 'error',
      from: { path: `${core}ports[.]ts$` },
      to: { path: core, pathNot: `${core}domain/` },
    },
    {
      name: 'core-runs-anywhere',
      comment: 'no node: module in core',
      severity: 'error',
      from: { path: core },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-packages',
      comment: 'core depends on zod, @noble/hashes, canonicalize and cel-js only',
      severity: 'error',
      from: { path: core },
      to: {
        path: '(^|/)node_modules/',
        pathNot: '(^|/)node_modules/(zod|@noble/hashes|canonicalize|@marcbachmann/cel-js)/',
      },
    },
    {
      name: 'domain-packages',
      comment: "the domain needs no schema library: that is the parsers' room",
      severity: 'error',
      from: { path: `${core}domain/` },
      to: { path: '(^|/)node_modules/zod/' },
    },
    ...siblingRules,
    {
      name: 'entries-only',
      comment: 'another package is imported by its name, through what its package.json exports',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/' },
      to: {
        path: '^(packages|apps)/',
        pathNot: [
          '^$1/$2/',
          '^packages/[^/]+/src/index[.]ts$',
          '^packages/core/src/(store|http/index|hitl-sh/index|webhooks/index)[.]ts$',
          '^packages/testkit/src/faults/index[.]ts$',
        ],
      },
    },
    {
      name: 'no-app-is-imported',
      comment: 'apps are the top: nothing imports them',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^apps/' },
    },
    {
      name: 'no-test-in-src',
      comment: 'what is shipped never imports tests or the test kit',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src/', pathNot: '^(packages/testkit|apps/bench)/src/' },
      to: { path: ['^(packages|apps)/[^/]+/test/', '^packages/testkit/', '(^|/)node_modules/(vitest|fast-check)/'] },
    },
    {
      name: 'no-circular',
      comment: 'two modules that need each other are one module or three',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'an import that leads nowhere is judged by no rule',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // Type-only imports couple as much as others do.
    tsPreCompilationDeps: true,
    // Its `paths` lead package names to sources, so that the law judges what was written and not what was last built.
    tsConfig: { fileName: 'tsconfig.test.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts', '.json'],
    },
  },
}
