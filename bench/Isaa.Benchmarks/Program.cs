using Isaa.Benchmarks;
using Isaa.Storage.Sqlite;

SqliteLibrary.PreferSystem();
return await BenchProgram.RunAsync(args);
