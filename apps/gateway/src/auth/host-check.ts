// The defence against DNS rebinding: a page of another name that resolves to us is not our page.
import type { HttpRequest } from '@holdpoint/core/http'

/** The `Host` values that mean this gateway: its public URL's, and the loopback names with the bound port. */
export function allowedHosts(publicUrl: string, boundPort: number): readonly string[] {
  const { hostname, port, protocol } = new URL(publicUrl)
  const defaultPort = protocol === 'https:' ? 443 : 80
  const publicPort = port === '' ? defaultPort : Number(port)
  const loopback = ['localhost', '127.0.0.1', '[::1]'].flatMap((name) => withPort(name, boundPort, 80))
  return [...withPort(hostname, publicPort, defaultPort), ...loopback]
}

const withPort = (name: string, port: number, defaultPort: number): readonly string[] =>
  port === defaultPort ? [name, `${name}:${port}`] : [`${name}:${port}`]

/** Whether the request names exactly one host, and one of the allowed. */
export function isAllowedHost(request: HttpRequest, allowed: readonly string[]): boolean {
  const host = request.header('host')?.toLowerCase()
  return host !== undefined && request.headerCount('host') === 1 && allowed.includes(host)
}
