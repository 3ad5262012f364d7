import type { Shape } from "@/i18n";

import type { en } from "./strings.en";

export const zh = {
  sync: "同步",
  hint: "检查输入文件夹：加入新文件，标记有改动的文件，移出已不存在的文件",
  running: "正在检查输入文件夹：已检查 {count} 个文件",
  waiting: "同步即将开始",
  done: "{when}已同步",
  same: "输入文件夹没有变化。",
  added: { one: "新增 {count} 个样本", other: "新增 {count} 个样本" },
  removed: { one: "{count} 个文件已不存在", other: "{count} 个文件已不存在" },
  changed: { one: "{count} 个文件有改动", other: "{count} 个文件有改动" },
  moved: { one: "{count} 个文件被移动", other: "{count} 个文件被移动" },
  back: { one: "{count} 个文件已恢复", other: "{count} 个文件已恢复" },
  problems: { one: "{count} 个文件无法读取", other: "{count} 个文件无法读取" },
  keeps: "已不存在的文件的标注会保留，文件恢复后标注随之恢复。",
  failed: "同步未能完成",
  takeOut: "移出这些样本",
  takeOutTitle: "移出文件已不存在的样本？",
  takeOutHint: "这些样本不再显示和计数。其标注会保留，文件恢复后随之恢复。",
  again: "重试",
  close: "关闭",
  last: "上次同步",
} satisfies Shape<typeof en>;
