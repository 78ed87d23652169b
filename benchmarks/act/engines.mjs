// What each engine says of the page it runs in: [outcome, criteria] for every fault and doubt. Bundled for a browser.
import { Audit } from "@siteimprove/alfa-act";
import { Device } from "@siteimprove/alfa-device";
import { Node } from "@siteimprove/alfa-dom";
import { Native } from "@siteimprove/alfa-dom/native";
import { Request, Response } from "@siteimprove/alfa-http";
import rules from "@siteimprove/alfa-rules";
import { Page } from "@siteimprove/alfa-web";

const IBM = "WCAG_2_2";
const outcomeOf = (failed) => (failed ? "failed" : "cant_tell");

async function axeCore() {
  const all = axe.getRules().filter((rule) => !rule.tags.includes("deprecated"));
  const found = await axe.run(document, { runOnly: all.map((rule) => rule.ruleId) });
  const criteria = (tags) => tags.flatMap((tag) => /^wcag(\d)(\d)(\d+)$/.exec(tag)?.slice(1).join(".") ?? []);
  const told = (failed) => (rule) => [outcomeOf(failed), criteria(rule.tags)];
  return [...found.violations.map(told(true)), ...found.incomplete.map(told(false))];
}

async function ibm() {
  const checker = new ace.Checker();
  const found = await checker.check(document, [IBM]);
  const criteria = {};
  for (const { num, rules } of checker.rulesets.find((set) => set.id === IBM).checkpoints)
    for (const rule of rules ?? []) (criteria[rule.id] ??= []).push(num);
  return found.results
    .filter(({ value }) => value[1] !== "PASS")
    .map(({ ruleId, value }) => [outcomeOf(value[0] === "VIOLATION" && value[1] === "FAIL"), criteria[ruleId] ?? []]);
}

function htmlCodeSniffer() {
  const criterion = (code) => code.match(/(\d)_(\d)_(\d+)\./)?.slice(1).join(".");
  const told = () => HTMLCS.getMessages().filter((message) => message.type < 3);
  return new Promise((done, failed) => {
    const tell = () => done(told().map((one) => [outcomeOf(one.type === 1), [criterion(one.code)].filter(Boolean)]));
    HTMLCS.process("WCAG2AAA", document, tell, failed);
  });
}

function qualWebOf(report) {
  return Object.values(report.assertions)
    .map((rule) => rule.metadata)
    .filter(({ outcome }) => outcome === "failed" || outcome === "warning")
    .map((rule) => [outcomeOf(rule.outcome === "failed"), rule["success-criteria"].map((one) => one.name)]);
}

function qualWeb() {
  const words = LocaleFetcher.transform("en");
  const act = new ACTRulesRunner({}, words).configure({}).test({ sourceHtml: document.documentElement.outerHTML });
  return qualWebOf(act.getReport());
}

async function alfa() {
  const device = Device.standard();
  const shown = Node.from(await Native.fromNode(document), device);
  const page = Page.of(Request.empty(), Response.empty(), shown, device);
  const outcomes = [...(await Audit.of(page, rules).evaluate())].map((one) => [one.toJSON().outcome, one.rule]);
  const criteria = (rule) => [...rule.requirements].map((one) => one.chapter ?? "").filter((one) => /^\d\.\d\.\d+$/.test(one));
  return outcomes
    .filter(([outcome]) => outcome === "failed" || outcome === "cantTell")
    .map(([outcome, rule]) => [outcomeOf(outcome === "failed"), criteria(rule)]);
}

globalThis.engines = { "axe-core": axeCore, "IBM Equal Access": ibm, "HTML_CodeSniffer": htmlCodeSniffer, QualWeb: qualWeb, Alfa: alfa };
