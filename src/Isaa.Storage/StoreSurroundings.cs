using Isaa.Diagnostics;
using Isaa.Storage.Sql;
using Microsoft.Extensions.Logging;

namespace Isaa.Storage;

/// <summary>What every database is opened with.</summary>
internal readonly record struct StoreSurroundings(TimeProvider Time, IdSource Ids, IEnumerable<ISqlStoreWriter> Writers, ILoggerFactory Loggers);
