// Imports every bundled diagram and decision table as the desktop modeler does and runs its Camunda 8 lint rules.
// Usage: node check.mjs FOLDER. Prints a line for each finding; exits with 1 if there is one.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';

import { BpmnModdle } from 'bpmn-moddle';
import { Linter } from 'bpmnlint';
import NodeResolver from 'bpmnlint/lib/resolver/node-resolver.js';
import { DmnModdle } from 'dmn-moddle';

const require = createRequire(import.meta.url);
const bpmn = new BpmnModdle({
  zeebe: require('zeebe-bpmn-moddle/resources/zeebe.json'),
  modeler: require('modeler-moddle/resources/modeler.json')
});
const dmn = new DmnModdle();
const linter = new Linter({ resolver: new NodeResolver({ require }) });

const folder = process.argv[2];
const files = readdirSync(folder, { recursive: true })
  .map(name => join(folder, name))
  .filter(name => /\.(bpmn|dmn)$/.test(name))
  .sort();

let findings = 0;
for (const file of files) {
  const check = file.endsWith('.bpmn') ? checkDiagram : checkDecisions;
  for (const finding of await check(readFileSync(file, 'utf8'))) {
    findings += 1;
    console.log(`${relative(folder, file)}: ${finding}`);
  }
}
console.log(`${files.length} files, ${findings} findings`);
process.exitCode = findings || !files.length ? 1 : 0;

async function checkDiagram(xml) {
  const { rootElement, warnings } = await bpmn.fromXML(xml);
  const version = rootElement.get('modeler:executionPlatformVersion').split('.').slice(0, 2).join('-');
  const report = await linter.lint(rootElement, {
    extends: [ 'bpmnlint:correctness', `plugin:camunda-compat/camunda-cloud-${version}` ],
    rules: { 'no-bpmndi': 'warn' }
  });
  return [
    ...warnings.map(({ message }) => `import: ${message}`),
    ...Object.entries(report).flatMap(([ rule, reports ]) =>
      reports.map(({ id, message }) => `${rule}: ${id}: ${message}`))
  ];
}

async function checkDecisions(xml) {
  const { warnings } = await dmn.fromXML(xml, 'dmn:Definitions');
  return warnings.map(({ message }) => `import: ${message}`);
}
