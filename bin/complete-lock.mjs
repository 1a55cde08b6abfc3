// Adds to package-lock.json the optional packages for other platforms that the registry at hand does not carry.
// npm leaves such a package out of the lock and `npm ci` then refuses the lock; with an entry it is skipped here and
// fetched where its platform is. Run after `npm install` changed the lock: `node bin/complete-lock.mjs`.
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8'))
const { packages } = lock

const systems = {
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  win32: 'win32',
  openharmony: 'openharmony',
}
const processors = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x', 'wasm32', 'mips64el', 'loong64']

/** What a platform package runs on, by the words of its name: `@biomejs/cli-linux-x64-musl`. */
function platformOf(name) {
  const words = name.split(/[/-]/)
  const os = words.find(word => word in systems)
  const cpu = processors.find(word => words.includes(word))
  const libc = words.includes('musl') ? 'musl' : words.includes('gnu') ? 'glibc' : undefined
  return {
    ...(os ? { os: [systems[os]] } : {}),
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(libc && os === 'linux' ? { libc: [libc] } : {}),
  }
}

/** The `node_modules/` folder that a package stands in. */
const folderOf = place => place.slice(0, place.lastIndexOf('node_modules/') + 'node_modules/'.length)

const added = []
for (const [from, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
  for (const [name, range] of Object.entries(optionalDependencies)) {
    const version = range.replace(/^[~^]/, '')
    const places = [`${folderOf(from)}${name}`, `node_modules/${name}`]
    if (places.some(place => packages[place]?.version === version)) continue
    const platform = platformOf(name)
    if (!platform.os && !platform.cpu) continue
    packages[places[0]] = { version, ...platform, ...(dev ? { dev } : {}), optional: true }
    added.push(name)
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
process.stdout.write(`${added.length} added${added.length > 0 ? `: ${added.join(', ')}` : ''}\n`)
