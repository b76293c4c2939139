using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Logic;

/// <summary>Says why no alternative fits: the whole, and the faults of the alternative that comes closest.</summary>
internal static class Alternatives
{
    public static bool Fail(Evaluation evaluation, Keyword keyword, InstancePath? path, List<List<SchemaError>> failures)
    {
        if (!evaluation.Collects)
        {
            return false;
        }

        var place = path!.ToString();
        var (index, closest) = failures.Index()
            .OrderByDescending(failure => !failure.Item.Any(error => error.InstancePath == place && error.Keyword is "type" or "const" or "enum"))
            .ThenBy(failure => failure.Item.Count)
            .First();
        evaluation.Fail(keyword, path, failures.Count == 1
            ? "does not fit the only alternative"
            : $"fits none of {failures.Count} alternatives; the closest is number {index + 1}, whose faults follow");
        evaluation.Errors.AddRange(closest);
        return false;
    }
}
