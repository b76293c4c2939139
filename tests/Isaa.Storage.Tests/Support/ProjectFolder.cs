namespace Isaa.Storage.Tests.Support;

/// <summary>Where the project lies.</summary>
internal static class ProjectFolder
{
    /// <summary>A file of figures that are kept with the project.</summary>
    public static string ResultFile(string name) => Path.Combine(Find(), "bench", "results", name);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Isaa.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Isaa.slnx was not found in any folder above the tests.");
        }

        return folder.FullName;
    }
}
