import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';

/** The bill of materials, in the folder of the app. */
export const SBOM = 'sbom.cdx.json';

/** The packages that have a file in a bundle, by folder. @param inputs the files of esbuild's metafiles */
export async function packagesOf(inputs) {
  const folders = new Set(
    inputs.flatMap((input) => input.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []),
  );
  const packages = [];
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    packages.push({ folder, name, version, license });
  }
  return packages;
}

/** Name, version and licence of each, for people. */
export async function notices(packages) {
  const parts = [];
  for (const { folder, name, version, license } of packages) {
    const text = await licenceIn(folder);
    if (text === undefined) throw new Error(`${name} ${version} is in the bundle and has no licence text.`);
    parts.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
  }
  return `MISP for Splunk contains these packages.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** The same for programs, as CycloneDX 1.6 in JSON. It holds no time and no random number: equal sources give equal bytes. */
export function sbom(version, packages) {
  const bom = new Models.Bom();
  bom.metadata.component = new Models.Component(Enums.ComponentType.Application, 'SA-misp', {
    version,
    bomRef: 'SA-misp',
  });
  for (const { name, version: of, license } of packages) bom.components.add(library(name, of, license));
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}

/** Adds the Node.js of an edition to a bill of materials. */
export function withNode(json, version) {
  const bom = JSON.parse(json);
  bom.components.push({
    type: 'platform',
    name: 'node',
    version,
    purl: `pkg:generic/node@${version}`,
    licenses: [{ license: { id: 'MIT' } }],
  });
  return `${JSON.stringify(bom, null, 2)}\n`;
}

function library(name, version, license) {
  const [group, plain] = name.startsWith('@') ? name.split('/') : [undefined, name];
  const component = new Models.Component(Enums.ComponentType.Library, plain, {
    version,
    bomRef: `${name}@${version}`,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    ...(group && { group }),
  });
  component.licenses.add(new Models.LicenseExpression(String(license)));
  return component;
}

/** From a file of its own, or from the end of the readme. */
async function licenceIn(folder) {
  const files = await readdir(folder);
  const own = files.find((file) => /^(licen[cs]e|copying)\b/i.test(file));
  if (own !== undefined) return readFile(join(folder, own), 'utf8');
  const readme = files.find((file) => /^readme\b/i.test(file));
  return readme && /^(?:#+ *)?licen[cs]e\n[^]+/im.exec(await readFile(join(folder, readme), 'utf8'))?.[0];
}
