import {
  CopyOutlined,
  DeleteOutlined,
  ExperimentOutlined,
  PlayCircleOutlined,
  StopOutlined,
} from "@ant-design/icons";
import { App } from "antd";
import { useNavigate } from "react-router";

import type { Image } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill } from "@/i18n";
import { copyText, RowMenu, useConfirmDelete, useFail, useUIText } from "@/ui";
import { isBuilding, useCancelBuild, useDeleteImage, useSyncImage } from "../api";
import { useImagesText } from "../text";
import { addressOf } from "./names";

export function ImageMenu({ image, onDeleted }: { image: Image; onDeleted?: () => void }) {
  const t = useImagesText();
  const ui = useUIText();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const fail = useFail();
  const confirmDelete = useConfirmDelete();
  const projectId = useProjectId();
  const sync = useSyncImage(projectId);
  const cancel = useCancelBuild(projectId);
  const remove = useDeleteImage(projectId);
  const name = addressOf(image);
  const again = { INIT: t.build, CREATE_FAILED: t.retry, ERROR: t.check }[image.status as "INIT"];
  const said = (text: string) => () => void message.success(fill<string>(text, { name }));
  const items = [
    {
      key: "use",
      label: t.useIt,
      icon: <ExperimentOutlined />,
      onClick: () => void navigate(`/training/jobs/new?image=${encodeURIComponent(name)}`),
    },
    {
      key: "copy",
      label: t.copyName,
      icon: <CopyOutlined />,
      onClick: () => void copyText(name).then(said(ui.copied)),
    },
    ...(again === undefined
      ? []
      : [
          {
            key: "build",
            label: again,
            icon: <PlayCircleOutlined />,
            onClick: () => sync.mutate(image.id, { onSuccess: said(t.started), onError: fail }),
          },
        ]),
    ...(isBuilding(image)
      ? [
          {
            key: "cancel",
            label: t.cancel,
            icon: <StopOutlined />,
            onClick: () => cancel.mutate(image.id, { onSuccess: said(t.cancelled), onError: fail }),
          },
        ]
      : []),
    ...(image.type === "BUILD_IN"
      ? []
      : [
          { type: "divider" as const },
          {
            key: "delete",
            label: ui.delete,
            icon: <DeleteOutlined />,
            danger: true,
            onClick: () =>
              confirmDelete({
                title: fill(t.deleteTitle, { name }),
                content: t.deleteHint,
                action: () => remove.mutateAsync(image.id).then(said(t.deleted)).then(onDeleted),
              }),
          },
        ]),
  ];
  return <RowMenu items={items} label={fill(t.actions, { name })} testId={`image-menu-${name}`} />;
}
