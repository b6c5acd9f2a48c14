// Measures everything and prints it as tables: `--smoke` in seconds instead of minutes, `--json FILE` keeps it,
// `--only WORD` takes the sections with that word in their title.
import { writeFile } from 'node:fs/promises'
import { arch, availableParallelism, platform, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import type { Report, Section } from './report/figure.ts'
import { parts } from './report/sections.ts'
import { full, smoke } from './report/size.ts'
import { table } from './report/table.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== '--'),
  options: {
    smoke: { type: 'boolean', default: false },
    json: { type: 'string' },
    only: { type: 'string', default: '' },
  },
})

const sections: Section[] = []
for (const { title, measure } of parts) {
  if (!title.includes(values.only)) continue
  const section = { title, figures: await measure(values.smoke ? smoke : full) }
  sections.push(section)
  process.stdout.write(`${table(section)}\n`)
}

const gigabytes = Math.round(totalmem() / 2 ** 30)
const report: Report = {
  machine: `${availableParallelism()} cores, ${gigabytes} GB of memory, ${platform()} on ${arch()}`,
  node: process.version,
  measuredOn: new Date().toISOString().slice(0, 10),
  sections,
}
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`)
