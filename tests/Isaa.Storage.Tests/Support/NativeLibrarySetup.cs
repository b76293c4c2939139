using System.Runtime.CompilerServices;
using Isaa.Storage.Sqlite;

namespace Isaa.Storage.Tests.Support;

internal static class NativeLibrarySetup
{
#pragma warning disable CA2255 // a test executable has no Program of its own to choose in
    [ModuleInitializer]
    public static void Choose() => SqliteLibrary.PreferSystem();
#pragma warning restore CA2255
}
