// For each published package: the project in which its README's program runs, and what must not come along.

/**
 * @typedef {object} ScratchProject
 * @property {string} readmeOf
 * @property {readonly string[]} packages ours
 * @property {readonly string[]} [others] `name@range`
 * @property {readonly string[]} without names that must not be installed
 * @property {NodeJS.ProcessEnv} [env]
 */

const core = '@holdpoint/core'
const memory = '@holdpoint/storage-memory'
const frameworks = ['fastify', 'koa']
const databases = ['drizzle-orm', 'better-sqlite3', 'pg']

/** @type {readonly ScratchProject[]} */
export const scratchProjects = [
  { readmeOf: core, packages: [core, memory], without: [...frameworks, ...databases, 'undici'] },
  { readmeOf: memory, packages: [core, memory], without: [...frameworks, ...databases, 'undici'] },
  {
    readmeOf: '@holdpoint/storage-file',
    packages: [core, '@holdpoint/storage-file'],
    without: [...frameworks, ...databases, 'undici'],
  },
  {
    readmeOf: '@holdpoint/storage-sql',
    packages: [core, '@holdpoint/storage-sql'],
    others: ['drizzle-orm@^0.45.4', 'better-sqlite3@^13.2.0'],
    without: [...frameworks, 'pg'],
  },
  {
    readmeOf: '@holdpoint/adapter-http',
    packages: [core, '@holdpoint/adapter-http'],
    without: [...frameworks, ...databases],
  },
  {
    readmeOf: '@holdpoint/adapter-fastify',
    packages: [core, memory, '@holdpoint/adapter-fastify'],
    others: ['fastify@^5.12.8'],
    without: ['koa', ...databases],
  },
  {
    readmeOf: '@holdpoint/adapter-koa',
    packages: [core, memory, '@holdpoint/adapter-koa'],
    others: ['koa@^3.3.0', '@koa/router@^15.7.0', '@koa/bodyparser@^6.1.0'],
    without: ['fastify', ...databases],
  },
  {
    readmeOf: '@holdpoint/client',
    packages: [core, '@holdpoint/client'],
    without: [...frameworks, ...databases],
    // Nothing listens there, which is an answer as well: nothing runs.
    env: { HOLDPOINT_KEY: 'a-key-of-no-gateway' },
  },
  {
    readmeOf: '@holdpoint/client-hitl-sh',
    packages: [core, '@holdpoint/client-hitl-sh'],
    without: [...frameworks, ...databases],
    env: { HITL_API_KEY: 'hitl_test_0123456789abcdef', HITL_BASE_URL: 'http://127.0.0.1:9/v1' },
  },
  {
    readmeOf: '@holdpoint/testkit',
    packages: [core, '@holdpoint/testkit'],
    without: [...frameworks, ...databases],
  },
]
