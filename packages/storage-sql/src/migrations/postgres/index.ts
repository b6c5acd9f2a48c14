// The migrations of PostgreSQL in order: the n-th brings schema n - 1 to n. What has been released is never edited, only
// added to.
import { records } from './0001-records.ts'

export const postgresMigrations: readonly ((schema: string) => string)[] = [records]
