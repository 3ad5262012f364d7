import type { Shape } from "@/i18n";

import type { en } from "./strings.en";

export const zh = {
  export: "导出",
  titleOf: "导出 {name}",
  from: "标注来源",
  now: "当前标注，不使用版本",
  versionOf: "版本 {name} 的标注",
  which: "样本",
  all: "全部",
  labelled: "已标注",
  unlabelled: "未标注",
  format: "格式",
  path: "文件夹",
  pathHint: "不能位于数据集的输入或输出文件夹中。",
  pathNeeded: "请填写导出位置",
  withFiles: "同时复制文件",
  start: "导出",
  earlier: "导出记录",
  goesOn: "关闭此页后，导出会继续进行。",
  none: "尚未导出过。",
  states: { INIT: "等待中", RUNNING: "进行中", SUCCESSED: "完成", FAILED: "未完成" },
  done: "{done} / {total} 个样本",
  problems: "{count} 项无法保留",
  stop: "停止",
} satisfies Shape<typeof en>;
