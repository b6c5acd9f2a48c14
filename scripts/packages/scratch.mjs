// A project outside of the workspace, as a user has it: our packages from their tarballs, all else from the registry.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { childEnv, workspaceNode } from '../lib/run.mjs'

/** @typedef {import('./pack.mjs').Packed} Packed */

/**
 * Installs `packages` (names of ours) and `others` (`name@range`) with npm. The caller removes it.
 * @param {readonly Packed[]} all every tarball, since ours need each other
 * @param {{ packages: readonly string[], others?: readonly string[] }} wanted
 */
export async function createScratch(all, { packages, others = [] }) {
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-scratch-'))
  const tarballs = Object.fromEntries(all.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]))
  const manifest = {
    name: 'scratch',
    private: true,
    type: 'module',
    dependencies: Object.fromEntries([
      ...packages.map((name) => [name, tarballs[name]]),
      ...others.map((spec) => [spec.slice(0, spec.lastIndexOf('@')), spec.slice(spec.lastIndexOf('@') + 1)]),
    ]),
    // Ours are not in the registry yet: those that they need in turn come from here as well.
    overrides: Object.fromEntries(Object.entries(tarballs).filter(([name]) => !packages.includes(name))),
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, 2))
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], {
    cwd: folder,
    env: childEnv(),
  })
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/**
 * The names of all installed packages, at any depth.
 * @param {string} folder
 * @returns {Promise<Set<string>>}
 */
export async function installedIn(folder) {
  /** @type {{ packages: Record<string, unknown> }} */
  const { packages } = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8'))
  const names = Object.keys(packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 13))
  return new Set(names.filter((name) => name !== ''))
}

/**
 * The first program under a README's heading that has "complete program" in it.
 * @param {string} readme
 */
export function programIn(readme) {
  const [, rest = ''] = /^## [^\n]*complete program\n([^]*)/m.exec(readme) ?? []
  const [, language, code] = /^```(js|ts)\n([^]*?)^```$/m.exec(rest.split(/^## /m)[0] ?? '') ?? []
  return code === undefined ? undefined : { name: language === 'ts' ? 'program.ts' : 'program.js', code }
}

/**
 * Runs a program to its end; one that serves is told to stop once it has had a moment.
 * @param {string} folder
 * @param {{ name: string, code: string }} program
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ code: number, output: string }>} `code` is -1 where it had to be killed
 */
export async function runProgram(folder, { name, code }, env = {}) {
  const run = join(folder, 'run')
  await mkdir(run, { recursive: true })
  await writeFile(join(folder, name), code)
  const child = spawn(workspaceNode, [join('..', name)], {
    cwd: run,
    env: { ...childEnv(), PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  /** @type {Promise<(number | string | null)[]>} */
  const ended = once(child, 'close')
  const isServer = /\blisten\(/.test(code)
  if (isServer) {
    await Promise.race([sleep(servesForMs), ended])
    child.kill('SIGTERM')
  }
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
  const [exit, signal] = await ended
  clearTimeout(timer)
  // A server that doesn't catch the signal has served until it came.
  return { code: isServer && signal === 'SIGTERM' ? 0 : Number(exit ?? -1), output }
}

/**
 * Starts `holdpoint serve` as installed, asks a few paths, and stops it.
 * @param {string} folder
 * @returns {Promise<Record<string, number | null>>} the status of each path, and the exit code
 */
export async function tryGateway(folder) {
  const child = spawn(join(folder, 'node_modules/.bin/holdpoint'), ['serve', '--port', '0'], {
    cwd: folder,
    env: childEnv(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close')
  let output = ''
  /** @type {Promise<string>} */
  const url = new Promise((resolve, reject) => {
    const listen = (/** @type {string} */ text) => {
      output += text
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(output) ?? []
      if (found !== undefined) resolve(found)
    }
    child.stdout.setEncoding('utf8').on('data', listen)
    child.stderr.setEncoding('utf8').on('data', listen)
    child.on('close', () => reject(new Error(`holdpoint serve ended:\n${output}`)))
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
  try {
    const base = await url
    /** @type {Record<string, number | null>} */
    const answers = {}
    for (const path of ['/healthz', '/readyz', '/', '/v1/approvals'])
      answers[path] = (await fetch(base + path, { redirect: 'manual' })).status
    child.kill('SIGTERM')
    const [code] = await ended
    return { ...answers, code }
  } finally {
    clearTimeout(timer)
    child.kill('SIGKILL')
  }
}

const servesForMs = 1_500
const limitMs = 60_000
