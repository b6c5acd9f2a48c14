// The store on SQL, through drizzle. Re-exports only.
export { openSqliteStore, type DrizzleOverSqlite, type SqliteSource } from './open-sqlite-store.ts'
export type { SqlStoreOptions } from './sql-store-options.ts'
