"""The values that facets and documents share; each is written exactly as its text."""

from enum import StrEnum


class LicenseType(StrEnum):
    """Class of licence by which records are listed and assessed."""

    PERMISSIVE = "permissive"
    CONTRACTED = "contracted"
    PROPRIETARY = "proprietary"
    UNCLEAR = "unclear"
    CC_BY = "cc_by"
    CC_BY_NC = "cc_by_nc"
    CC_BY_NC_ND = "cc_by_nc_nd"
    CUSTOM = "custom"
    NONE = "none"


class LicenseStatus(StrEnum):
    """How a licence assertion came about, or why there is none to rely on.

    `none`: stated to have no licence. `unknown`: nobody knows. `conflicting`: sources contradict each other.
    """

    DECLARED = "declared"
    CONCLUDED = "concluded"
    NONE = "none"
    UNKNOWN = "unknown"
    CONFLICTING = "conflicting"


class VerificationStatus(StrEnum):
    """Whether somebody checked a licence."""

    VERIFIED = "verified"
    PENDING = "pending"
    UNVERIFIED = "unverified"
    UNCLEAR = "unclear"


class SourceType(StrEnum):
    """Kind of place that data came from."""

    JOURNAL = "journal"
    REPOSITORY = "repository"
    CLINICAL_TRIAL = "clinical_trial"
    TRAINING_MATERIAL = "training_material"
    SOCIAL_MEDIA = "social_media"
    SYNTHETIC = "synthetic"
    INTERNAL = "internal"


class AcquisitionMethod(StrEnum):
    """Way by which data was obtained."""

    API = "api"
    WEB_SCRAPING = "web_scraping"
    DIRECT_DOWNLOAD = "direct_download"
    MANUAL_COLLECTION = "manual_collection"
    CONTRACTED = "contracted"
    GENERATED = "generated"


class TransformationType(StrEnum):
    """What a processing stage did."""

    INGESTION = "ingestion"
    NORMALIZATION = "normalization"
    DEDUPLICATION = "deduplication"
    QUALITY_SCORING = "quality_scoring"
    FILTERING = "filtering"
    ANONYMIZATION = "anonymization"
    REDACTION = "redaction"
    VALIDATION = "validation"
    CURATION = "curation"
    COMPILATION = "compilation"


class LicenseEffect(StrEnum):
    """What a processing stage makes of its inputs, as far as their licences care.

    A stage that names none is read as `derivative`.
    """

    COPY = "copy"
    SUBSET = "subset"
    MERGE = "merge"
    DERIVATIVE = "derivative"
    AGGREGATE = "aggregate"
    ANONYMISE = "anonymise"
    INDEX = "index"
    TRAIN = "train"
    EVALUATE = "evaluate"
    GENERATE = "generate"


class StorageType(StrEnum):
    """Kind of store that holds a dataset."""

    S3 = "s3"
    LOCAL = "local"
    DATABASE = "database"
    REMOTE = "remote"


class FileFormat(StrEnum):
    """Format of the stored data."""

    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"
    DATABASE = "database"


class Compression(StrEnum):
    """Compression of the stored data."""

    NONE = "none"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    ZSTD = "zstd"


class QualityTier(StrEnum):
    """Tier that a dataset was assigned to."""

    PRIORITY = "priority"
    PROFESSIONAL = "professional"
    COT = "cot"
    REDDIT = "reddit"
    SYNTHETIC = "synthetic"
    ARCHIVE = "archive"


class ComplianceStatus(StrEnum):
    """Outcome of an audit for one dataset."""

    COMPLIANT = "compliant"
    NON_COMPLIANT = "non_compliant"
    NEEDS_REVIEW = "needs_review"
    UNKNOWN = "unknown"


class FindingType(StrEnum):
    """What a finding is about."""

    COMPLIANCE_ISSUE = "compliance_issue"
    DATA_QUALITY = "data_quality"
    LICENSE_VIOLATION = "license_violation"
    PROVENANCE_GAP = "provenance_gap"
    STORAGE_ISSUE = "storage_issue"
    OTHER = "other"


class Severity(StrEnum):
    """How grave a finding is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class FindingStatus(StrEnum):
    """How far the work on a finding has come."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"


class UseContext(StrEnum):
    """Setting in which a job's outputs are used."""

    INTERNAL = "internal"
    SERVICE = "service"
    REDISTRIBUTION = "redistribution"
    COMMERCIAL = "commercial"


class TermKind(StrEnum):
    """Side of a licence that a term belongs to."""

    PERMISSION = "permission"
    OBLIGATION = "obligation"
    PROHIBITION = "prohibition"


class WriteMode(StrEnum):
    """What a run leaves of what was there before: nothing, or all of it."""

    OVERWRITE = "overwrite"
    APPEND = "append"


class TrailingSlash(StrEnum):
    """What becomes of slashes at the end of a name."""

    STRIP = "strip"
    KEEP = "keep"


class PartitionStyle(StrEnum):
    """How the parts of one dataset are named; `hive`: trailing segments `key=value`."""

    HIVE = "hive"
    KEEP = "keep"


class NameCase(StrEnum):
    """What becomes of the case of letters in a name."""

    KEEP = "keep"
    LOWER = "lower"
    UPPER = "upper"
