using Isaa.Models;
using Isaa.Protocol.Health;

namespace Isaa.Server.Doctor;

/// <summary>The models: one is ready, or the demonstration is all there is.</summary>
internal sealed class ModelCheck(IModelCatalog models) : IDoctorCheck
{
    public Task<IReadOnlyList<DoctorCheck>> LookAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DoctorCheck>>(
    [
        models.DefaultModel is { } model
            ? Finding.Ok("models", $"{model} is the default")
            : Finding.Warning("models", "No language model is ready; 'isaa run' plays a demonstration.", "isaa models (says what is missing)"),
    ]);
}
