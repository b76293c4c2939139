using Isaa.Diagnostics;

namespace Isaa.Jobs.Store;

/// <summary>Tells errors of a store that pass from those that stay.</summary>
internal static class StoreFault
{
    /// <summary>Whether the store was busy, full or away: the same call may work later, and nobody's work is to blame.</summary>
    public static bool IsPassing(IsaaException error) => error.Code is "store_busy" or "store_full" or "store_unavailable";
}
