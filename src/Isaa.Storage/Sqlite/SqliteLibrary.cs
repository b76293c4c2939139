using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Isaa.Storage.Sqlite;

/// <summary>
/// Which copy of SQLite this process uses. A host that embeds the library keeps its own choice: two copies in one process break each
/// other's locks on a file.
/// </summary>
public static class SqliteLibrary
{
    private static readonly Lock Gate = new();
    private static bool _ready;

    /// <summary>
    /// Uses the operating system's SQLite where there is one that is new enough, else the bundled one. Call it first thing in an
    /// executable's Program, before anything opens a database; later calls do nothing.
    /// </summary>
    public static void PreferSystem()
    {
        lock (Gate)
        {
            if (_ready)
            {
                return;
            }

            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
            Batteries_V2.Init();
            _ready = true;
        }
    }

    /// <summary>The version of the copy in use.</summary>
    public static string Version
    {
        get
        {
            EnsureReady();
            return raw.sqlite3_libversion().utf8_to_string();
        }
    }

    /// <summary>Leaves the choice to the host if it made one, else takes the bundled copy.</summary>
    internal static void EnsureReady()
    {
        lock (Gate)
        {
            if (_ready)
            {
                return;
            }

            try
            {
                _ = raw.sqlite3_libversion_number();
            }
            catch (Exception e) when (e is not DllNotFoundException)
            {
                // SQLitePCLRaw says so with a plain Exception when no provider was set.
                Batteries_V2.Init();
            }

            _ready = true;
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        foreach (var candidate in SystemNames())
        {
            if (NativeLibrary.TryLoad(candidate, out var handle))
            {
                if (IsNewEnough(handle))
                {
                    return handle;
                }

                NativeLibrary.Free(handle);
            }
        }

        return 0;
    }

    private static string[] SystemNames() =>
        OperatingSystem.IsLinux() ? ["libsqlite3.so.0"] : OperatingSystem.IsMacOS() ? ["/usr/lib/libsqlite3.dylib"] : [];

    private static unsafe bool IsNewEnough(nint handle) =>
        NativeLibrary.TryGetExport(handle, "sqlite3_libversion_number", out var entry)
        && ((delegate* unmanaged[Cdecl]<int>)entry)() >= 3_035_005;
}
