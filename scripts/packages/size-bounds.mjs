// How many bytes of its own code (JavaScript as published, not minified) each package may have. A change that needs more
// raises its bound here, in the open.

/** @type {Readonly<Record<string, number>>} */
export const sizeBounds = {
  '@holdpoint/adapter-fastify': 10_000,
  '@holdpoint/adapter-http': 30_000,
  '@holdpoint/adapter-koa': 5_000,
  '@holdpoint/client': 40_000,
  '@holdpoint/client-hitl-sh': 60_000,
  '@holdpoint/core': 490_000,
  '@holdpoint/gateway': 440_000,
  '@holdpoint/inbox': 310_000,
  '@holdpoint/storage-file': 60_000,
  '@holdpoint/storage-memory': 15_000,
  '@holdpoint/storage-sql': 105_000,
  '@holdpoint/testkit': 425_000,
}
