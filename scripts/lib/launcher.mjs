// Notices that the package manager that started us is gone. Killed from outside, npx and pnpm end without passing the
// signal on; without this the gateway would stay, holding its port, with nobody to stop it.
import { readFileSync } from 'node:fs'

const intervalMs = 500

/** @param {number} pid @returns {{ name: string, parent: number } | undefined} as /proc tells, where there is one */
const processOf = (pid) => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return { name: /^Name:\s*(.*)$/m.exec(status)?.[1] ?? '', parent: Number(/^PPid:\s*(\d+)$/m.exec(status)?.[1]) }
  } catch {
    return undefined
  }
}

/** `npx` starts a shell, which starts `pnpm`, which starts a shell, which starts us: all of these. */
const launchers = () => {
  const ancestors = []
  let topmost = 0
  for (let pid = process.ppid, depth = 0; pid > 1 && depth < 8; depth += 1) {
    const found = processOf(pid)
    if (found === undefined) break
    ancestors.push(pid)
    if (/^p?np[mx]\b/.test(found.name)) topmost = ancestors.length
    pid = found.parent
  }
  return ancestors.slice(0, topmost)
}

/** @param {number} pid */
const isAlive = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/**
 * Calls `then` once when a package manager that runs this script, or a shell between, has ended. Does nothing when
 * there is none, or no /proc to find it in.
 * @param {() => void} then
 */
export const onLauncherGone = (then) => {
  const pids = launchers()
  const timer = setInterval(() => {
    if (pids.every(isAlive)) return
    clearInterval(timer)
    then()
  }, intervalMs)
  timer.unref()
}
