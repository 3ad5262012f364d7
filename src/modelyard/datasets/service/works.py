"""All kinds of long work. A new kind: a member of `TaskKind`, a class of `Work`, a line here."""

from modelyard.datasets.service.analysing import AnalysisWork
from modelyard.datasets.service.auto_labelling import AutoLabelWork
from modelyard.datasets.service.batch_work import BatchWork
from modelyard.datasets.service.comparing_work import ComparisonWork
from modelyard.datasets.service.exporting import ExportWork
from modelyard.datasets.service.grouping_work import GroupingWork
from modelyard.datasets.service.importing import ImportWork
from modelyard.datasets.service.kept_files_work import KeepFilesWork
from modelyard.datasets.service.label_work import LabelRemovalWork
from modelyard.datasets.service.pre_labelling import PreLabelWork
from modelyard.datasets.service.publishing import PublishWork
from modelyard.datasets.service.reports import ReportWork
from modelyard.datasets.service.restoring_work import RestoreWork
from modelyard.datasets.service.syncing import SyncWork
from modelyard.datasets.service.version_indexing_work import IndexWork
from modelyard.datasets.service.working import Works
from modelyard.datasets.types.datasets import TaskKind

WORKS: Works = {
    TaskKind.AUTO_LABEL: AutoLabelWork,
    TaskKind.BATCH: BatchWork,
    TaskKind.COMPARE: ComparisonWork,
    TaskKind.EXPORT: ExportWork,
    TaskKind.GROUPING: GroupingWork,
    TaskKind.IMPORT: ImportWork,
    TaskKind.INDEX: IndexWork,
    TaskKind.KEEP: KeepFilesWork,
    TaskKind.LABEL: LabelRemovalWork,
    TaskKind.PRE_LABEL: PreLabelWork,
    TaskKind.PUBLISH: PublishWork,
    TaskKind.REPORT: ReportWork,
    TaskKind.RESTORE: RestoreWork,
    TaskKind.STATISTICS: AnalysisWork,
    TaskKind.SYNC: SyncWork,
}
