import {
  CodeOutlined,
  CustomerServiceOutlined,
  FileImageOutlined,
  FileOutlined,
  FileTextOutlined,
  FileZipOutlined,
  FolderFilled,
  TableOutlined,
  VideoCameraOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";

import { kindOfFile, type FileKind } from "../paths";

const icons: Record<FileKind, ReactNode> = {
  image: <FileImageOutlined />,
  video: <VideoCameraOutlined />,
  audio: <CustomerServiceOutlined />,
  csv: <TableOutlined />,
  json: <CodeOutlined />,
  archive: <FileZipOutlined />,
  text: <FileTextOutlined />,
  other: <FileOutlined />,
};

export function FileIcon({ name, folder }: { name: string; folder: boolean }) {
  return (
    <span className={folder ? "glyph glyph-primary" : "glyph"}>
      {folder ? <FolderFilled /> : icons[kindOfFile(name)]}
    </span>
  );
}
